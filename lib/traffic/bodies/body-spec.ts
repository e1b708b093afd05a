import type { FloodSpec } from "../../plan/load-schema.ts";
import { type LineGeometry, variantsOf } from "../line-geometry.ts";
import { type LineFormat, lineFormats } from "../line-id.ts";

/** How the entries of a ready-made body are encoded. gzip is applied to "json" when it is sent. */
export type BodyEncoding = "snappy" | "json" | "otlp";

/** Everything that determines a ready-made body, except its labels, its id and its second. */
export interface BodySpec extends LineGeometry {
  readonly seed: number;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  readonly encoding: BodyEncoding;
  /**
   * Entry i has a timestamp `i * stepNs` after the start of the push's second. All entries are within that
   * second.
   */
  readonly stepNs: number;
}

/** The settings that floods must share to send the same bodies. */
export type BodyFamily = Omit<BodySpec, "lineFormat" | "variant">;

/** Returns a key that identifies a family of bodies within one seed. */
export function familyKey({ encoding, lineBytes, linesPerPush, stepNs }: Omit<BodyFamily, "seed">): string {
  return `${encoding}/${lineBytes}/${linesPerPush}/${stepNs}`;
}

/** Returns the family of bodies that a flood sends. */
export function familyOf({ format, lineBytes, linesPerPush, stepNs }: FloodForm): Omit<BodyFamily, "seed"> {
  const encoding = format === "json-gzip" ? "json" : format;
  return { encoding, lineBytes, linesPerPush, stepNs };
}

export interface FloodForm extends LineGeometry {
  readonly format: FloodSpec["format"];
  readonly stepNs: number;
}

/** Returns the spec of every body of a family: all variants of all line formats. */
export function specsOf(family: BodyFamily): readonly BodySpec[] {
  return lineFormats.flatMap((lineFormat) =>
    Array.from({ length: variantsOf(family) }, (_, variant) => ({ ...family, lineFormat, variant })),
  );
}
