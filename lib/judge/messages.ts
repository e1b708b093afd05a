import { z } from "zod";
import { checkResult } from "../verdict/check.ts";

const announced = checkResult.pick({ id: true, suite: true, title: true });
const judged = checkResult.omit({ required: true });
const file = z.string();

/** A check's id, suite and title, as the suite announces them before the check runs. */
export type Announced = z.infer<typeof announced>;
/** A check with its outcome. The judge later adds from the plan whether the check was required. */
export type Judged = z.infer<typeof judged>;

/**
 * A message from the process that runs the suites to the judge. The kinds of messages about a file arrive in this
 * order.
 */
export const suiteMessage = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("started"), file }),
  z.strictObject({ kind: z.literal("loaded"), file, checks: z.array(announced).readonly() }),
  z.strictObject({
    kind: z.literal("judged"),
    file,
    check: judged,
    figures: z.array(z.strictObject({ check: z.string(), text: z.string() })).readonly(),
    /** The files of the run that a check read. */
    reads: z.array(z.string()).readonly(),
  }),
  /** The message that all checks of a file ran. `why` is set if the file could not be loaded or has no check. */
  z.strictObject({ kind: z.literal("done"), file, why: z.string().optional() }),
]);
export type SuiteMessage = z.infer<typeof suiteMessage>;
