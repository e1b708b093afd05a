import { isDeepStrictEqual } from "node:util";
import type { PlannedVersion } from "../../promises/loki-is.ts";
import { withoutDetectedLevel, withoutServiceName } from "./legal-mutations.ts";
import type { LinePrint, ReadBack, SeenStream } from "./round-trip-record.ts";

type Entry = SeenStream["entries"][number];

/**
 * Returns a sentence for each difference between what was read and what was pushed, except for changes that Loki is
 * permitted to make. Empty if nothing differs. The entries of `expected` are in the order in which the read must return
 * them.
 */
export function differences(expected: SeenStream, read: ReadBack, loki: PlannedVersion): readonly string[] {
  if (read.answer.status !== 200) {
    return [`the read was answered ${read.answer.status}: ${read.answer.said ?? ""}`];
  }
  const [stream, ...others] = read.streams;
  if (stream === undefined) return [`nothing was read of ${expected.entries.length} entries`];
  const found = others.map(({ labels }) => `a stream more than was pushed: ${JSON.stringify(labels)}`);
  if (!isDeepStrictEqual(withoutServiceName(expected.labels, stream.labels), expected.labels)) {
    found.push(`labels: pushed ${JSON.stringify(expected.labels)}, read ${JSON.stringify(stream.labels)}`);
  }
  return [...found, ...entryDifferences(expected.entries, stream.entries, loki)];
}

function entryDifferences(
  expected: readonly Entry[],
  read: readonly Entry[],
  loki: PlannedVersion,
): string[] {
  const found = expected.length === read.length ? [] : [`read ${read.length} of ${expected.length} entries`];
  for (const [index, pushed] of expected.entries()) {
    const seen = read[index];
    if (seen !== undefined)
      found.push(...fieldDifferences(pushed, seen, loki).map((what) => `entry ${index}: ${what}`));
  }
  return found;
}

function fieldDifferences(pushed: Entry, read: Entry, loki: PlannedVersion): string[] {
  const found: string[] = [];
  if (pushed.timestampNs !== read.timestampNs) {
    found.push(`timestamp pushed ${pushed.timestampNs}, read ${read.timestampNs}`);
  }
  if (!isDeepStrictEqual(pushed.line, read.line)) {
    found.push(`line pushed ${showLine(pushed.line)}, read ${showLine(read.line)}`);
  }
  if (!isDeepStrictEqual(withoutDetectedLevel(pushed.metadata, read.metadata, loki), pushed.metadata)) {
    const shown = [pushed.metadata, read.metadata].map((metadata) => JSON.stringify(metadata));
    found.push(`structured metadata pushed ${shown[0]}, read ${shown[1]}`);
  }
  return found;
}

function showLine({ start, bytes, sha256 }: LinePrint): string {
  return `${JSON.stringify(start)} (${bytes} bytes, sha256 ${sha256.slice(0, 12)})`;
}
