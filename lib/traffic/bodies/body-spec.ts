import type { FloodSpec } from "../../plan/load-schema.ts";
import { type LineGeometry, variantsOf } from "../line-geometry.ts";
import { type LineFormat, lineFormats } from "../line-id.ts";

/** How the entries of a ready-made body are written; gzip is laid over "json" when it is sent. */
export type BodyEncoding = "snappy" | "json" | "otlp";

/** All that a ready-made body depends on, but for its labels, its id and its second. */
export interface BodySpec extends LineGeometry {
  readonly seed: number;
  readonly lineFormat: LineFormat;
  readonly variant: number;
  readonly encoding: BodyEncoding;
  /** Entry i lies `i * stepNs` after the beginning of the push's second, and all within that second. */
  readonly stepNs: number;
}

/** What floods must have in common to send the same bodies. */
export type BodyFamily = Omit<BodySpec, "lineFormat" | "variant">;

/** Tells families apart, within one seed. */
export function familyKey({ encoding, lineBytes, linesPerPush, stepNs }: Omit<BodyFamily, "seed">): string {
  return `${encoding}/${lineBytes}/${linesPerPush}/${stepNs}`;
}

/** What the bodies of a flood need of it. */
export function familyOf({ format, lineBytes, linesPerPush, stepNs }: FloodForm): Omit<BodyFamily, "seed"> {
  const encoding = format === "json-gzip" ? "json" : format;
  return { encoding, lineBytes, linesPerPush, stepNs };
}

export interface FloodForm extends LineGeometry {
  readonly format: FloodSpec["format"];
  readonly stepNs: number;
}

/** Every body of a family: each line format, each of its variants. */
export function specsOf(family: BodyFamily): readonly BodySpec[] {
  return lineFormats.flatMap((lineFormat) =>
    Array.from({ length: variantsOf(family) }, (_, variant) => ({ ...family, lineFormat, variant })),
  );
}
