import type { ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { json } from "./json.ts";
import type { Encoder } from "./push.ts";

/** Loki's JSON push format, compressed by k6 itself. */
export function jsonGzip(family: ReadyFamily): Encoder {
  const encode = json(family);
  return (push) => ({ ...encode(push), compression: "gzip" });
}
