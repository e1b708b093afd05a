import { z } from "zod";
import { secondsFromZero } from "./bounds.ts";
import { replicas } from "./stack-schema.ts";

const when = {
  atS: secondsFromZero.describe("seconds since the load's generators started"),
  forS: z.number().positive().max(600),
};

const pausable = [...replicas.keyof().options, "gateway", "minio"] as const;

/** Every process of a component stops where it is and goes on later; what reaches it waits (SIGSTOP, SIGCONT). */
const pause = z.strictObject({ pause: z.enum(pausable), ...when });

/** The generators get no more than this share of one core. */
const throttle = z.strictObject({
  throttle: z.literal("generators"),
  cores: z.number().positive().max(1),
  ...when,
});

/** The generators stop where they are and go on later: what was due meanwhile starts late. */
const stall = z.strictObject({ stall: z.literal("generators"), ...when });

/** What is done to a stack of ours, or to the generators, beside the load. */
export const fault = z.union([pause, throttle, stall]);
export type Pausable = (typeof pausable)[number];
export type Fault = z.infer<typeof fault>;

/** "pause distributor for 5 s at 10 s" */
export function describeFault(one: Fault): string {
  const when = `for ${one.forS} s at ${one.atS} s`;
  if ("pause" in one) return `pause ${one.pause} ${when}`;
  if ("stall" in one) return `stop the generators ${when}`;
  return `hold each generator to ${one.cores} of a core ${when}`;
}
