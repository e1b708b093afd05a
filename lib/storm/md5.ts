import { createHash } from "node:crypto";

/** Returns the MD5 of a text in hex, computed by Node; k6/crypto gives the same result. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
