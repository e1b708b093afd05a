import { headEnd, headRoom, type ReadyBody } from "./ready-body.ts";

/** A body before it is in a file. */
export interface PreparedBody {
  readonly bytes: Uint8Array;
  readonly ready: Omit<ReadyBody, "from">;
  /** How many places an id has in it, and how many a second. */
  readonly places: number;
}

/** Entries, and where in them the ids and the seconds begin. */
export interface PlacedEntries {
  readonly bytes: Uint8Array;
  readonly ids: readonly number[];
  readonly seconds: readonly number[];
}

/** Puts the table of places and the room for a head before the entries. */
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
