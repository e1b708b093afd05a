import { z } from "zod";

const readGroup = z.strictObject({
  tenant: z.string(),
  kind: z.enum(["flood", "history"]),
  acknowledged: z.int().describe("lines"),
  read: z.int().describe("acknowledged lines that were counted"),
});
export type ReadGroup = z.infer<typeof readGroup>;

/** The result of reading an earlier run's acknowledged lines back, as saved in `verify-<time>.json`. */
export const verification = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  scenario: z.string(),
  seed: z.int(),
  verifiedAt: z.iso.datetime(),
  /** Base URL of the Loki from which lines were read back. */
  url: z.string(),
  stack: z.string().optional().describe("the kept stack's name, where it is one of ours"),
  verdict: z.enum(["pass", "unknown", "fail"]),
  exitCode: z.int(),
  acknowledged: z.int(),
  read: z.int(),
  groups: z.array(readGroup),
  sample: z.strictObject({ pushes: z.int(), lines: z.int() }).describe("compared byte for byte"),
  /** Streams that have missing or extra lines, and sampled pushes that read back differently. */
  wrong: z.array(z.string()),
  /**
   * Everything that verification could not judge: reads without an answer, and lines that retention might have removed.
   */
  unjudged: z.array(z.string()),
});
export type Verification = z.infer<typeof verification>;
