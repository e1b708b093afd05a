import { headEnd, headRoom, type ReadyBody } from "./ready-body.ts";

/** A ready-made body that is not yet in a file. */
export interface PreparedBody {
  readonly bytes: Uint8Array;
  readonly ready: Omit<ReadyBody, "from">;
  /** The number of places where the id is written. The second has as many. */
  readonly places: number;
}

/** Encoded entries, and the positions in them where ids and seconds begin. */
export interface PlacedEntries {
  readonly bytes: Uint8Array;
  readonly ids: readonly number[];
  readonly seconds: readonly number[];
}

/** Adds the table of places and the room for a head in front of the entries. */
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
