import { z } from "zod";
import { secondsFromZero } from "./bounds.ts";
import { replicas } from "./stack-schema.ts";

const when = {
  atS: secondsFromZero.describe("seconds since the load's generators started"),
  forS: z.number().positive().max(600),
};

const pausable = [...replicas.keyof().options, "gateway", "minio"] as const;

/**
 * A fault that pauses every process of a component with SIGSTOP, then resumes it with SIGCONT. Requests to the
 * component wait meanwhile.
 */
const pause = z.strictObject({ pause: z.enum(pausable), ...when });

/** A fault that limits each load generator to a share of one core. */
const throttle = z.strictObject({
  throttle: z.literal("generators"),
  cores: z.number().positive().max(1),
  ...when,
});

/** A fault that pauses the load generators and then resumes them. Requests that were due meanwhile start late. */
const stall = z.strictObject({ stall: z.literal("generators"), ...when });

/** A planned fault of lokiproof's own stack, or of the load generators, while the load runs. */
export const fault = z.union([pause, throttle, stall]);
export type Pausable = (typeof pausable)[number];
export type Fault = z.infer<typeof fault>;

/** Describes a fault, for example "pause distributor for 5 s at 10 s". */
export function describeFault(one: Fault): string {
  const when = `for ${one.forS} s at ${one.atS} s`;
  if ("pause" in one) return `pause ${one.pause} ${when}`;
  if ("stall" in one) return `stop the generators ${when}`;
  return `limit each generator to ${one.cores} of a core ${when}`;
}
