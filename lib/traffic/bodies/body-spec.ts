import type { FloodSpec } from "../../plan/load-schema.ts";
import { type LineGeometry, variantsOf } from "../line-geometry.ts";
import { type LineFormat, lineFormats } from "../line-id.ts";

/** The encodings of the entries in a prebuilt push body. gzip is applied to "json" only when the body is sent. */
export type BodyEncoding = "snappy" | "json" | "otlp";

/**
 * Everything that determines a prebuilt push body. The labels, the push id and the timestamp in seconds are not part of
 * the spec, because each push writes them into the body.
 */
export interface BodySpec extends LineGeometry {
  readonly seed: number;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  readonly encoding: BodyEncoding;
  /**
   * Nanoseconds between the timestamps of entries. The first entry is at a whole second, and all entries of a push are
   * within that second.
   */
  readonly stepNs: number;
}

/** The settings that floods must have in common to share prebuilt push bodies. */
export type BodyFamily = Omit<BodySpec, "lineFormat" | "variant">;

/** Returns a key that identifies a family of prebuilt push bodies within one seed. */
export function familyKey({ encoding, lineBytes, linesPerPush, stepNs }: Omit<BodyFamily, "seed">): string {
  return `${encoding}/${lineBytes}/${linesPerPush}/${stepNs}`;
}

/** Returns the family of prebuilt push bodies that a flood sends. */
export function familyOf({ format, lineBytes, linesPerPush, stepNs }: FloodForm): Omit<BodyFamily, "seed"> {
  const encoding = format === "json-gzip" ? "json" : format;
  return { encoding, lineBytes, linesPerPush, stepNs };
}

export interface FloodForm extends LineGeometry {
  readonly format: FloodSpec["format"];
  readonly stepNs: number;
}

/** Returns the specs of all prebuilt push bodies of a family: every variant of every line format. */
export function specsOf(family: BodyFamily): readonly BodySpec[] {
  return lineFormats.flatMap((lineFormat) =>
    Array.from({ length: variantsOf(family) }, (_, variant) => ({ ...family, lineFormat, variant })),
  );
}
