import { HarnessError } from "../base/errors.ts";
import { http } from "./http.ts";

/**
 * One sample of the Prometheus text format. The samples of a histogram have the histogram's name with `_bucket`, `_sum`
 * or `_count`.
 */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type LabelMatch = Readonly<Record<string, string | RegExp>>;

/**
 * Reads every sample of `<url>/metrics`. Throws HarnessError if there is no answer, or if the answer is not metrics.
 */
export async function readMetrics(url: string, signal: AbortSignal): Promise<readonly MetricSample[]> {
  const answer = await http(`${url}/metrics`, { signal });
  if (answer.status !== 200) {
    throw new HarnessError(
      `GET ${url}/metrics: expected 200, got ${answer.status}: ${answer.body.slice(0, 200)}`,
      {
        code: "METRICS_UNREADABLE",
      },
    );
  }
  return parseMetrics(answer.body);
}

const lineForm = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/s;
const labelForm = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(?:,|$)/sy;

/**
 * Parses the Prometheus text format 0.0.4, which Loki serves. Throws a HarnessError that names the line that is not
 * valid.
 */
export function parseMetrics(text: string): readonly MetricSample[] {
  const samples: MetricSample[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const parts = lineForm.exec(trimmed);
    const labels = parseLabels(parts?.[2] ?? "");
    const value = parseValue(parts?.[3] ?? "");
    if (!parts?.[1] || labels === undefined || value === undefined) {
      throw new HarnessError(
        `metrics, line ${index + 1}: expected \`name{labels} value\`, got ${trimmed.slice(0, 120)}`,
        {
          code: "METRICS_UNREADABLE",
        },
      );
    }
    samples.push({ name: parts[1], labels, value });
  }
  return samples;
}

function parseLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  labelForm.lastIndex = 0;
  while (labelForm.lastIndex < text.length) {
    const label = labelForm.exec(text);
    if (label?.[1] === undefined || label[2] === undefined) return undefined;
    labels[label[1]] = label[2].replace(/\\(.)/gs, (_, escaped: string) =>
      escaped === "n" ? "\n" : escaped,
    );
  }
  return labels;
}

function parseValue(text: string): number | undefined {
  if (/^[+-]?Inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (text === "NaN") return Number.NaN;
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

/** Returns the samples of a metric whose labels all match: equal to a string, or matched by a regular expression. */
export function samplesOf(
  samples: readonly MetricSample[],
  name: string,
  labels: LabelMatch = {},
): readonly MetricSample[] {
  const wanted = Object.entries(labels);
  const named = byName(samples).get(name) ?? [];
  return named.filter(({ labels: own }) => wanted.every(([label, match]) => fits(own[label] ?? "", match)));
}

const indexes = new WeakMap<readonly MetricSample[], ReadonlyMap<string, readonly MetricSample[]>>();

/**
 * Groups the samples by name, once for each list of samples, because checks look up a thousand tenants among many
 * thousand samples.
 */
function byName(samples: readonly MetricSample[]): ReadonlyMap<string, readonly MetricSample[]> {
  const known = indexes.get(samples);
  if (known !== undefined) return known;
  const index = Map.groupBy(samples, (sample) => sample.name);
  indexes.set(samples, index);
  return index;
}

function fits(value: string, match: string | RegExp): boolean {
  return typeof match === "string" ? value === match : match.test(value);
}

/**
 * Returns the sum of the matching samples. Returns undefined if no sample matches, because an absent counter is not a
 * zero counter.
 */
export function sumOf(
  samples: readonly MetricSample[],
  name: string,
  labels: LabelMatch = {},
): number | undefined {
  const found = samplesOf(samples, name, labels);
  return found.length === 0 ? undefined : found.reduce((sum, sample) => sum + sample.value, 0);
}
