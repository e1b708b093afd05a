import { createHash } from "node:crypto";

/** Digests answers in Node; k6/crypto gives the same result. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
