import { HarnessError } from "../../base/errors.ts";

/** Throws when the chunk data has fewer than `end` bytes; otherwise returns true. */
export function within(objectKey: string, data: Buffer, end: number): boolean {
  if (end <= data.length) return true;
  throw unreadable(objectKey, `it ends after ${data.length} bytes, expected at least ${end}`);
}

export function expected<T>(
  objectKey: string,
  what: string,
  { got, want }: { readonly got: T; readonly want: T },
): void {
  if (got !== want) throw unreadable(objectKey, `${what}: expected ${String(want)}, got ${String(got)}`);
}

export function unreadable(objectKey: string, why: string): HarnessError {
  return new HarnessError(`chunk ${objectKey}: ${why}`, { code: "CHUNK_UNREADABLE" });
}
