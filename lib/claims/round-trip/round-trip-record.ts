import { createHash } from "node:crypto";
import { z } from "zod";
import { pushFormats } from "../../loki/push-formats.ts";

/** A line by its beginning, length and digest: a record stays readable, and two equal ones are equal byte for byte. */
export const linePrint = z.strictObject({ start: z.string(), bytes: z.int(), sha256: z.string() });
export type LinePrint = z.infer<typeof linePrint>;

export function printLine(line: string): LinePrint {
  const sha256 = createHash("sha256").update(line).digest("hex");
  return { start: line.slice(0, 80), bytes: Buffer.byteLength(line), sha256 };
}

export const seenStream = z.strictObject({
  labels: z.record(z.string(), z.string()),
  entries: z.array(
    z.strictObject({
      timestampNs: z.string(),
      line: linePrint,
      metadata: z.record(z.string(), z.string()),
    }),
  ),
});
export type SeenStream = z.infer<typeof seenStream>;

/** What Loki answered; status 0: it did not, `error` says why. `said`: its words, where it was not as hoped. */
export const answer = z.strictObject({ status: z.int(), said: z.string().optional() });
export type Answer = z.infer<typeof answer>;

/** One read of what was pushed; `streams` in the order, and with the entries in the order, of the answer. */
export const readBack = z.strictObject({ answer, streams: z.array(seenStream) });
export type ReadBack = z.infer<typeof readBack>;

export const roundTripRecord = z.strictObject({
  tenant: z.string(),
  trips: z.array(
    z.strictObject({
      format: z.enum(pushFormats),
      /** In Loki's terms: of an OTLP push, what its attributes mean to Loki (`legal-mutations.ts`). Sorted by time. */
      pushed: seenStream,
      push: answer,
      forward: readBack,
      backward: readBack,
    }),
  ),
});
export type RoundTripRecord = z.infer<typeof roundTripRecord>;
export type Trip = RoundTripRecord["trips"][number];
