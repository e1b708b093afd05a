import { headEnd, headRoom, type ReadyBody } from "./ready-body.ts";

/** A prebuilt push body in memory, before it is written to a file. */
export interface PreparedBody {
  readonly bytes: Uint8Array;
  readonly ready: Omit<ReadyBody, "from">;
  /** The number of push id placeholders in the body. It equals the number of timestamp placeholders. */
  readonly places: number;
}

/** The encoded entries of a push, and the positions of the placeholders for its id and timestamp. */
export interface PlacedEntries {
  readonly bytes: Uint8Array;
  readonly ids: readonly number[];
  readonly seconds: readonly number[];
}

/**
 * Returns a push body with three parts: the table of placeholder positions, reserved bytes for a head, and the entries.
 */
export function bodyOfEntries(
  { bytes, ids, seconds }: PlacedEntries,
  known: Pick<ReadyBody, "lineBytes" | "entriesBytes">,
): PreparedBody {
  const places = ids.length;
  const start = headEnd(places);
  const body = Buffer.alloc(start + bytes.length);
  let at = 0;
  for (const place of [...ids, ...seconds]) at = body.writeUInt32LE(start + place, at);
  body.fill(0, at, at + headRoom).set(bytes, start);
  return { bytes: body, ready: { sizeBytes: body.length, ...known }, places };
}
