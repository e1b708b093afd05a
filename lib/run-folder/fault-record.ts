import { z } from "zod";

/** What became of one planned fault, as `records/faults.json` holds it: one element a fault, in the plan's order. */
export const faultRecord = z.strictObject({
  /** In words: "pause distributor for 5 s at 10 s". */
  fault: z.string(),
  atS: z.number(),
  forS: z.number(),
  /** When it began and when it was lifted; absent where it never was. */
  injectedMs: z.number().optional(),
  liftedMs: z.number().optional(),
  /** Why it could not be injected. */
  error: z.string().optional(),
});
export type FaultRecord = z.infer<typeof faultRecord>;
