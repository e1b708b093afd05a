import { z } from "zod";
import { checkResult } from "../verdict/check.ts";

const announced = checkResult.pick({ id: true, suite: true, title: true });
const judged = checkResult.omit({ required: true });
const file = z.string();

/** A check as the suite named it, before it ran. */
export type Announced = z.infer<typeof announced>;
/** A check as the suite left it; the plan's word on whether it was required comes later. */
export type Judged = z.infer<typeof judged>;

/** What the process that runs the suites tells the judge, in this order for each file. */
export const suiteMessage = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("started"), file }),
  z.strictObject({ kind: z.literal("loaded"), file, checks: z.array(announced).readonly() }),
  z.strictObject({
    kind: z.literal("judged"),
    file,
    check: judged,
    figures: z.array(z.strictObject({ check: z.string(), text: z.string() })).readonly(),
    /** The files of the run that it rests on. */
    reads: z.array(z.string()).readonly(),
  }),
  /** `why`: the file could not be loaded, or held no check. */
  z.strictObject({ kind: z.literal("done"), file, why: z.string().optional() }),
]);
export type SuiteMessage = z.infer<typeof suiteMessage>;
