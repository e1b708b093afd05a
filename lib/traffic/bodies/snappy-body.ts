import { compressSync } from "snappy";
import { HarnessError } from "../../base/errors.ts";
import type { BodySpec } from "./body-spec.ts";
import { findPatches } from "./find-patches.ts";
import { type MarkedEntries, markedEntries } from "./marked-entries.ts";
import { patchedBytes, type ReadyBody } from "./ready-body.ts";
import { elementsOf } from "./snappy-elements.ts";

/** A body before it has a file. */
export interface PreparedBody {
  readonly bytes: Uint8Array;
  readonly ready: Omit<ReadyBody, "file">;
}

/** What a push's own head may take: the block's length, the literal's tag, the stream's labels (Loki's limit is 15). */
export const headRoom = 4096;

/** Bytes that lines do not have; one marker after another is tried until no copy confuses them. */
const markers = [0x80, 0xa0, 0xc0, 0xe0].map((first) =>
  Uint8Array.from({ length: patchedBytes }, (_, i) => first + i),
);

/**
 * Encodes and compresses the entries of a push with markers, and finds what must be written anew for another id and
 * another second. Throws HarnessError BODY_UNPATCHABLE when none of the markers can be told from the rest.
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
  const patches = findPatches(elements, marks);
  if (patches === undefined) return undefined;
  const file = new Uint8Array(headRoom + elements.bytes.length);
  file.set(elements.bytes, headRoom);
  return {
    bytes: file,
    ready: {
      lineBytes,
      room: headRoom,
      entriesBytes: bytes.length,
      patches: patches.map(([at, from, length]) => [at + headRoom, from, length]),
    },
  };
}
