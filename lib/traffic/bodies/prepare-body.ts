import type { BodySpec } from "./body-spec.ts";
import type { PreparedBody } from "./prepared-body.ts";
import { prepareSnappyBody } from "./snappy-body.ts";
import { prepareTextBody } from "./text-body.ts";

/**
 * Encodes a prebuilt push body. Pure. Throws HarnessError BODY_UNPATCHABLE if no placeholder survives snappy's
 * compression.
 */
export function prepareBody(spec: BodySpec): PreparedBody {
  return spec.encoding === "snappy" ? prepareSnappyBody(spec) : prepareTextBody(spec);
}
