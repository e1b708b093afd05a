import type { LineSource } from "../../lib/load/lines.ts";
import type { StreamLabels } from "../../lib/load/stream-labels.ts";

/** One push before it is encoded: entry i is line `firstSequence + i` of `source` `i * stepNs` after the first. */
export interface Push {
  readonly labels: StreamLabels;
  readonly firstSequence: number;
  readonly lines: number;
  readonly source: LineSource;
  readonly first: Timestamp;
  readonly stepNs: number;
}

/** Nanoseconds since the epoch in two exact parts: a double cannot hold them in one. */
export interface Timestamp {
  readonly ms: number;
  /** 0 to 999,999. */
  readonly ns: number;
}

interface Encoded {
  readonly body: string | ArrayBuffer;
  readonly contentType: string;
  /** Bytes of log lines in it. */
  readonly lineBytes: number;
}

export type Encoder = (push: Push) => Encoded;

/** `addNs` later, as the decimal string of nanoseconds that Loki's JSON wants. */
export function decimalNs({ ms, ns }: Timestamp, addNs: number): string {
  const total = ns + addNs;
  const over = total % 1e6;
  return String(ms + (total - over) / 1e6) + String(1e6 + over).slice(1);
}
