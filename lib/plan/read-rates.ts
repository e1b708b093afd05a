import { usageError } from "../base/errors.ts";
import { readInput } from "../input/read-input.ts";
import type { RatePoint } from "./flood-curve.ts";

const maxRows = 5000;
/** The maximum size of a CSV file of rates, which is enough for about 200 bytes per row. */
const maxRateBytes = 1024 * 1024;
const problemsShown = 20;

/**
 * Reads a measured rate from a CSV of time and bytes per second, as Grafana exports a panel with one query. Time is ISO
 * 8601 or Grafana's "2026-11-20 09:00:00" (UTC if no zone is given), or seconds or milliseconds since any start. A
 * heading is accepted. Throws usageError with every problem and its line.
 */
export async function readRates(file: string): Promise<readonly RatePoint[]> {
  const hint = "the path in replay.csv is relative to the scenario file's folder";
  const text = await readInput(file, { what: "rates", maxBytes: maxRateBytes, hint });
  const { points, problems } = parseRates(text);
  if (problems.length === 0) return points;
  const shown = problems.slice(0, problemsShown).map((problem) => `  ${problem}`);
  const more = problems.length > problemsShown ? [`  and ${problems.length - problemsShown} more`] : [];
  throw usageError(`rates ${file}: ${[`${problems.length} problems`, ...shown, ...more].join("\n")}`, {
    code: "BAD_FILE",
    hint: "expected lines like 2026-11-20T09:00:00Z,1250000",
  });
}

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

export function parseRates(text: string): {
  readonly points: readonly RatePoint[];
  readonly problems: readonly string[];
} {
  const rows = withoutHeading(rowsOf(text));
  const problems: string[] = [];
  const points: RatePoint[] = [];
  const milliseconds = rows.every(({ fields: [time] }) => Number(time) > 1e11);
  for (const row of rows) {
    const point = pointOf(row, milliseconds);
    const last = points.at(-1);
    if (typeof point === "string") problems.push(`line ${row.line}: ${point}`);
    else if (last !== undefined && point.atS <= last.atS)
      problems.push(`line ${row.line}: expected a later time than the line before it`);
    else points.push(point);
  }
  if (rows.length < 2) problems.push(`expected two lines of time and rate, or more; got ${rows.length}`);
  if (rows.length > maxRows) problems.push(`expected at most ${maxRows} lines, got ${rows.length}`);
  if (problems.length === 0 && points.every(({ bytesPerSecond }) => bytesPerSecond === 0))
    problems.push("expected a rate above 0 on some line");
  return { points, problems };
}

/**
 * Returns the non-empty lines of a CSV text, without the BOM and the `sep=` line that Grafana's "for Excel" export puts
 * first.
 */
function rowsOf(text: string): readonly Row[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter(({ text: row }) => row !== "" && !row.startsWith("sep="))
    .map(({ line, text: row }) => ({ line, fields: fieldsOf(row) }));
}

function fieldsOf(row: string): readonly string[] {
  const quotedOrPlain = /\s*(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gy;
  const fields: string[] = [];
  while (quotedOrPlain.lastIndex < row.length) {
    const match = quotedOrPlain.exec(row);
    if (match === null) return [row];
    fields.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
  }
  return row.endsWith(",") ? [...fields, ""] : fields;
}

function withoutHeading(rows: readonly Row[]): readonly Row[] {
  const [first] = rows;
  return first !== undefined && Number.isNaN(timeOf(first.fields[0] ?? "")) ? rows.slice(1) : rows;
}

function pointOf({ fields }: Row, milliseconds: boolean): RatePoint | string {
  const [time = "", rate = ""] = fields;
  if (fields.length !== 2) return `expected two columns, time and bytes per second; got ${fields.length}`;
  const at = timeOf(time);
  if (Number.isNaN(at)) return `expected a time, got "${time}"`;
  const bytesPerSecond = rate === "" ? Number.NaN : Number(rate);
  if (!Number.isFinite(bytesPerSecond) || bytesPerSecond < 0)
    return `expected bytes per second, a plain number, got "${rate}"`;
  return { atS: milliseconds ? at / 1000 : at, bytesPerSecond };
}

/**
 * Returns the time in a CSV cell: a date as seconds since the epoch, a bare number in its own unit, and NaN for any
 * other text.
 */
function timeOf(text: string): number {
  if (text === "") return Number.NaN;
  if (!Number.isNaN(Number(text))) return Number(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return Number.NaN;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  return Date.parse(zoned.replace(" ", "T")) / 1000;
}
