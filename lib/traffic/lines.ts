import { isLong, type LineGeometry, lineLength, variantOf, variantsOf } from "./line-geometry.ts";
import {
  hashOfSeed,
  type LineFormat,
  lineFormatOf,
  lineFormats,
  lineId,
  mix,
  type StreamKey,
} from "./line-id.ts";
import { idBytes, LinePen } from "./line-pen.ts";
import { type LineFields, writers } from "./line-writers.ts";

/** The lines of a push without the push id, which are the same for all streams of a line format. */
export interface LineTemplate {
  readonly seed: number;
  readonly format: LineFormat;
  /** The variant of a push, from 0 to `variantsOf(geometry)` - 1. Push p of a stream has `variantOf(p, geometry)`. */
  readonly variant: number;
  readonly lineBytes: number;
}

export interface TemplateLine {
  /** The text of a line before the push id (`head`) and after it (`tail`). */
  readonly head: string;
  readonly tail: string;
  readonly fields: LineFields;
}

/**
 * Returns a function that writes a line of the template in ASCII and returns the line's fields. The line has
 * `lineLength(index)` bytes, including reserved bytes for the push id.
 */
export function templateWriter(template: LineTemplate): (index: number, pen: LinePen) => LineFields {
  const { seed, format, variant, lineBytes } = template;
  const base = mix(mix(hashOfSeed(seed), lineFormats.indexOf(format)), variant);
  const write = writers[format];
  return (index, pen) => {
    const long = isLong(index);
    const hash = mix(base, index);
    const share = long ? 0 : hash & 127;
    const fields = fieldsOf(hash, share);
    const length = lineLength(index, lineBytes);
    write(pen, { fields, statement: statementOf(share), hash: mix(hash, 1), length, long });
    return fields;
  };
}

/** The index of one of the long lines. No line is longer than it. */
const aLongOne = 17;

/**
 * Returns a function that returns a line of a template as two strings, so that the complete line is `head + id + tail`.
 */
export function templateLines(template: LineTemplate): (index: number) => TemplateLine {
  const write = templateWriter(template);
  const pen = new LinePen(Buffer.allocUnsafe(lineLength(aLongOne, template.lineBytes)));
  return (index) => {
    pen.at = 0;
    const fields = write(index, pen);
    const { bytes, idAt, at } = pen;
    const tail = bytes.toString("latin1", idAt + idBytes, at);
    return { head: bytes.toString("latin1", 0, idAt), tail, fields };
  };
}

export interface LineSource {
  /**
   * Returns entry `sequence` of the stream: line `sequence % linesPerPush` of push `floor(sequence / linesPerPush)`.
   */
  readonly lineAt: (sequence: number) => string;
  /**
   * Returns the push id in line `sequence` of the stream. All lines of one push have the same id, and no other lines
   * have it.
   */
  readonly idAt: (sequence: number) => string;
  /**
   * Returns the fields of line `sequence` of the stream. Lines in `java` format do not show their status and duration.
   */
  readonly fieldsAt: (sequence: number) => LineFields;
}

/**
 * Returns functions that derive any line of a stream from the seed, the tenant, the stream and the entry's
 * sequence.
 */
export function lineSource(key: StreamKey, geometry: LineGeometry): LineSource {
  const { lineBytes, linesPerPush } = geometry;
  const format = lineFormatOf(key.stream);
  const templates = Array.from({ length: variantsOf(geometry) }, (_, variant) =>
    templateLines({ seed: key.seed, format, variant, lineBytes }),
  );
  const at = (sequence: number): TemplateLine & { readonly push: number } => {
    const push = Math.floor(sequence / linesPerPush);
    const template = templates[variantOf(push, geometry)];
    if (template === undefined) throw new RangeError(`no line has the sequence ${sequence}`);
    return { push, ...template(sequence % linesPerPush) };
  };
  return {
    lineAt: (sequence) => {
      const { head, tail, push } = at(sequence);
      return head + lineId(key, push) + tail;
    },
    idAt: (sequence) => lineId(key, Math.floor(sequence / linesPerPush)),
    fieldsAt: (sequence) => at(sequence).fields,
  };
}

const okStatus = [200, 200, 200, 200, 200, 201, 204, 304] as const;
const warnStatus = [400, 404, 409, 429] as const;

/**
 * Returns the fields of a line. Of 128 lines about 2 are errors (in addition to the long lines), 6 warnings, 13 debug,
 * and the rest info.
 */
function fieldsOf(hash: number, share: number): LineFields {
  const durationMs = 1 + ((((hash >>> 7) & 63) * ((hash >>> 13) & 63)) >>> 1);
  const pick = (hash >>> 19) & 7;
  if (share < 2) return { level: "error", status: 500 + (pick & 3), durationMs };
  if (share < 8) return { level: "warn", status: warnStatus[pick & 3] ?? 404, durationMs };
  const level = share < 21 ? "debug" : "info";
  return { level, status: okStatus[pick] ?? 200, durationMs };
}

/**
 * Returns a line's log statement. Errors, warnings and debug lines come from 8 statements, info lines from
 * 24. The most frequent statement writes a fifth of the info lines.
 */
function statementOf(share: number): number {
  if (share < 21) return 24 + (share & 7);
  const rank = share - 21;
  return Math.floor((rank * rank) / 472);
}
