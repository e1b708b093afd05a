import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ascending, percentile } from "../verdict/percentile.ts";
import { type Arrivals, scheduleOf } from "./arrivals.ts";
import { placesOf } from "./flood-lanes.ts";
import type { FloodFile, StormFile, SummaryFile } from "./k6-files.ts";
import {
  type Arrived,
  k6Push,
  k6Query,
  lastOfEach,
  parseLines,
  pushRecordOf,
  queryRecordOf,
  withIntended,
} from "./k6-output.ts";
import { type K6Run, recordFileOf } from "./k6-process.ts";
import type { GeneratorRecord } from "./request-record.ts";

export interface SaveOptions {
  readonly script: K6Run["script"];
  readonly file: FloodFile | StormFile;
  readonly dropped: SummaryFile["dropped"];
  readonly dir: string;
  readonly runDir: string;
}

export interface Saved {
  /** Planned arrivals that were made. */
  readonly done: number;
  /** How late requests left after they were due; undefined where too few left. */
  readonly startLagP99Ms: number | undefined;
}

/** Turns what a script wrote into the run's records, and takes its file away. A script that wrote none leaves none. */
export async function saveRecords(options: SaveOptions): Promise<Saved> {
  const source = recordFileOf(options.dir, options.script);
  const text = await readFile(source, "utf8").catch(() => "");
  const saved =
    options.script === "flood" ? await savePushes(text, options) : await saveQueries(text, options);
  await rm(source, { force: true });
  return saved;
}

async function savePushes(text: string, { file, dropped, runDir }: SaveOptions): Promise<Saved> {
  const scenarios = file.scenarios.filter((one) => "linesPerPush" in one);
  const seen = due(lastOfEach(parseLines(text, k6Push)), scenarios, dropped);
  const places = new Map(scenarios.map((lane) => [lane, placesOf(lane)]));
  await appendLines(
    join(runDir, "records", "pushes.jsonl"),
    seen.map(([one, lane]) => pushRecordOf(one, lane, places.get(lane) ?? placesOf(lane))),
  );
  return savedOf(seen);
}

async function saveQueries(text: string, { file, dropped, runDir }: SaveOptions): Promise<Saved> {
  const scenarios = file.scenarios.filter((one) => "rangesMs" in one);
  const seen = due(parseLines(text, k6Query), scenarios, dropped);
  await appendLines(
    join(runDir, "records", "queries.jsonl"),
    seen.map(([one, run]) => queryRecordOf(one, run)),
  );
  return savedOf(seen);
}

type Due<T> = T & { readonly intendedMs: number };

/** Each with the scenario it belongs to, and with its intended start. */
function due<T extends Arrived, S extends Arrivals>(
  seen: readonly T[],
  scenarios: readonly S[],
  dropped: SummaryFile["dropped"],
): readonly (readonly [Due<T>, S])[] {
  return scenarios.flatMap((scenario) => {
    const own = seen.filter((one) => one.scenario === scenario.name);
    const timed = withIntended(own, scheduleOf(scenario), dropped[scenario.name] ?? 0);
    return timed.map((one) => [one, scenario] as const);
  });
}

function savedOf(seen: readonly (readonly [Due<Arrived & { readonly startMs: number }>, Arrivals])[]): Saved {
  const lags = ascending(seen.map(([{ startMs, intendedMs }]) => startMs - intendedMs));
  return { done: seen.length, startLagP99Ms: percentile(lags, "p99") ?? lags.at(-1) };
}

export async function appendLines(path: string, records: readonly object[]): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await appendFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

export async function saveGenerators(runDir: string, generators: readonly GeneratorRecord[]): Promise<void> {
  await writeFile(join(runDir, "records", "generator.json"), `${JSON.stringify(generators, null, 1)}\n`);
}
