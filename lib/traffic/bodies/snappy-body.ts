import { compressSync } from "snappy";
import { HarnessError } from "../../base/errors.ts";
import type { BodySpec } from "./body-spec.ts";
import { findRuns } from "./find-runs.ts";
import { type MarkedEntries, markedEntries } from "./marked-entries.ts";
import { bodyOfEntries, type PreparedBody } from "./prepared-body.ts";
import { patchedBytes } from "./ready-body.ts";
import { shareRuns } from "./share-runs.ts";
import { elementsOf } from "./snappy-elements.ts";

/**
 * Byte sequences that do not occur in log lines, used as placeholders. They are tried in turn until the entries
 * compress without a copy element that mixes a placeholder with other bytes.
 */
const markers = [0x80, 0xa0, 0xc0, 0xe0].map((first) =>
  Uint8Array.from({ length: patchedBytes }, (_, i) => first + i),
);

/**
 * Encodes and compresses the entries of a push so that a push only has to write one id and one timestamp.
 * Throws HarnessError BODY_UNPATCHABLE if no placeholder survives compression.
 */
export function prepareSnappyBody(spec: BodySpec): PreparedBody {
  for (const marker of markers) {
    const prepared = compressMarked(markedEntries(spec, marker));
    if (prepared !== undefined) return prepared;
  }
  const what = `${spec.linesPerPush} ${spec.lineFormat} lines of ${spec.lineBytes} bytes, seed ${spec.seed}`;
  throw new HarnessError(
    `ready-made body of ${what}: expected snappy to copy an id only onto an id, got other copies with each of ${markers.length} markers`,
    { code: "BODY_UNPATCHABLE", hint: "another --seed, or format: json in the scenario's flood" },
  );
}

function compressMarked({ bytes, marks, lineBytes }: MarkedEntries): PreparedBody | undefined {
  const elements = elementsOf(compressSync(bytes));
  const runs = findRuns(elements, marks);
  const shared = runs && shareRuns(elements, runs);
  if (shared === undefined) return undefined;
  const placed = { bytes: shared.bytes, ids: [shared.id], seconds: [shared.second] };
  return bodyOfEntries(placed, { lineBytes, entriesBytes: bytes.length });
}
