import { type HistoryLayout, historyGeometry } from "../history/history-layout.ts";
import { type LevelDetector, levelDetectorOf } from "../promises/detected-level.ts";
import type { LineFormat } from "../traffic/line-id.ts";
import { lineSource } from "../traffic/lines.ts";
import { firstHistoryStream, type StreamLabels, serviceOf, streamLabels } from "../traffic/stream-labels.ts";
import { detectedLevel, type Pipeline } from "./ask.ts";
import { type Fields, matches, parseFields } from "./read-line.ts";

/** The facts from which all lines of one tenant's history are derived. */
export interface HistoryKey {
  readonly seed: number;
  readonly tenant: string;
  /** The id of the run that wrote the history. */
  readonly runId: string;
  readonly layout: HistoryLayout;
  /** The version of the Loki that the history was written to. */
  readonly lokiVersion: string;
}

/** The lines of one stream that a query's pipeline selects, ordered by sequence number. */
export interface FoundLines {
  /** The number of the stream within the history. */
  readonly stream: number;
  readonly labels: StreamLabels;
  readonly sequences: readonly number[];
  /** For each selected line, the fields that the pipeline's parser finds and the level that Loki detects. */
  readonly fields: readonly Fields[];
  readonly bytes: readonly number[];
}

/** The fields that some query template compares, groups by or unwraps. */
const askedFields: readonly string[] = [detectedLevel, "level", "status", "ms"];

/** The lines of one tenant's history and the fields that pipelines find in them, derived on first use. */
export class HistoryLines {
  readonly layout: HistoryLayout;
  private readonly key: HistoryKey;
  private readonly levelOf: LevelDetector;
  private readonly texts = new Map<number, readonly string[]>();
  private readonly found = new Map<string, readonly FoundLines[]>();
  private readonly parsed = new Map<string, readonly (Fields | undefined)[]>();
  private readonly fields = new Map<string, Fields>();

  constructor(key: HistoryKey) {
    this.key = key;
    this.layout = key.layout;
    this.levelOf = levelDetectorOf(key);
  }

  /**
   * Returns the lines that a pipeline selects, for every stream that it looks at, including streams without a selected
   * line.
   */
  find(of: Pipeline): readonly FoundLines[] {
    const known = JSON.stringify(of);
    const before = this.found.get(known);
    if (before !== undefined) return before;
    const found = this.streams(of.format).map((stream) => this.findIn(stream, of));
    this.found.set(known, found);
    return found;
  }

  line(stream: number, sequence: number): string {
    return this.linesOf(stream)[sequence] ?? "";
  }

  labels(stream: number): StreamLabels {
    return streamLabels(this.key.runId, this.key.tenant, firstHistoryStream + stream);
  }

  streams(format?: LineFormat): readonly number[] {
    const all = Array.from({ length: this.layout.streams }, (_, stream) => stream);
    return format === undefined
      ? all
      : all.filter((stream) => this.labels(stream)["service"] === serviceOf[format]);
  }

  private findIn(stream: number, of: Pipeline): FoundLines {
    const sequences: number[] = [];
    const fields: Fields[] = [];
    const bytes: number[] = [];
    const parsed = this.parsedOf(stream, of.parser);
    for (const [sequence, line] of this.linesOf(stream).entries()) {
      const found = parsed[sequence];
      if (found === undefined || !matches(line, found, of)) continue;
      sequences.push(sequence);
      fields.push(found);
      bytes.push(Buffer.byteLength(line));
    }
    return { stream, labels: this.labels(stream), sequences, fields, bytes };
  }

  private parsedOf(stream: number, parser: Pipeline["parser"]): readonly (Fields | undefined)[] {
    const key = `${stream} ${parser}`;
    const parsed = this.parsed.get(key) ?? this.linesOf(stream).map((line) => this.shared(line, parser));
    this.parsed.set(key, parsed);
    return parsed;
  }

  /**
   * Returns one shared object for all lines with equal fields, because a history has many lines but few distinct
   * fields.
   */
  private shared(line: string, parser: Pipeline["parser"]): Fields | undefined {
    const fields = parseFields(line, parser, this.levelOf);
    if (fields === undefined) return undefined;
    const key = askedFields.map((name) => fields[name] ?? "").join("\n");
    const known = this.fields.get(key);
    if (known !== undefined) return known;
    const asked = Object.fromEntries(Object.entries(fields).filter(([name]) => askedFields.includes(name)));
    this.fields.set(key, asked);
    return asked;
  }

  private linesOf(stream: number): readonly string[] {
    const before = this.texts.get(stream);
    if (before !== undefined) return before;
    const { seed, tenant } = this.key;
    const { lineAt } = lineSource({ seed, tenant, stream: firstHistoryStream + stream }, historyGeometry);
    const lines = Array.from({ length: this.layout.linesPerStream }, (_, sequence) => lineAt(sequence));
    this.texts.set(stream, lines);
    return lines;
  }
}

/** Returns the index of the first value that is at least `least` in an ascending list. */
export function lowerBound(ascending: readonly number[], least: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
