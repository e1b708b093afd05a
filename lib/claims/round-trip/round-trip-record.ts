import { createHash } from "node:crypto";
import { z } from "zod";
import { pushFormats } from "../../loki/push-formats.ts";

/**
 * A log line's beginning, length and digest. It replaces the line in a record, so that the record stays readable. If
 * two lines have equal prints, the lines are equal byte for byte.
 */
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

/**
 * Loki's answer to one request. `said` is Loki's message unless the status is the expected one. With status 0 no answer
 * came, and `said` is the reason.
 */
export const answer = z.strictObject({ status: z.int(), said: z.string().optional() });
export type Answer = z.infer<typeof answer>;

/** One read of a pushed stream. The streams and entries are in the order of Loki's answer. */
export const readBack = z.strictObject({ answer, streams: z.array(seenStream) });
export type ReadBack = z.infer<typeof readBack>;

export const roundTripRecord = z.strictObject({
  tenant: z.string(),
  trips: z.array(
    z.strictObject({
      format: z.enum(pushFormats),
      /**
       * The pushed stream as Loki stores it, sorted by time. For OTLP, attributes are converted to labels and metadata
       * (`legal-mutations.ts`).
       */
      pushed: seenStream,
      push: answer,
      forward: readBack,
      backward: readBack,
    }),
  ),
});
export type RoundTripRecord = z.infer<typeof roundTripRecord>;
export type Trip = RoundTripRecord["trips"][number];
