import { z } from "zod";

/** The outcome of one planned fault. `records/faults.json` has one element for each fault, in the plan's order. */
export const faultRecord = z.strictObject({
  /** Description of a fault, such as "pause distributor for 5 s at 10 s". */
  fault: z.string(),
  atS: z.number(),
  forS: z.number(),
  /** Times at which the fault began and was lifted; absent if it did not begin or was not lifted. */
  injectedMs: z.number().optional(),
  liftedMs: z.number().optional(),
  /** The reason why a planned fault could not be injected. */
  error: z.string().optional(),
});
export type FaultRecord = z.infer<typeof faultRecord>;
