import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ascending, percentile } from "../verdict/percentile.ts";
import { type Arrivals, scheduleOf } from "./arrivals.ts";
import { beatsOf } from "./beats.ts";
import { placesOf } from "./flood-lanes.ts";
import { type GeneratorWatch, generatorSeconds, type Lane } from "./generator-seconds.ts";
import type { FloodFile, StormFile, SummaryFile } from "./k6-files.ts";
import {
  type Arrived,
  k6Push,
  k6Query,
  lastOfEach,
  parseLines,
  pushRecordOf,
  withIntended,
} from "./k6-output.ts";
import { type K6Run, recordFileOf } from "./k6-process.ts";
import { queryRecorder } from "./query-records.ts";
import type { GeneratorRecord, GeneratorSecond } from "./request-record.ts";

export interface SaveOptions {
  readonly script: K6Run["script"];
  readonly file: FloodFile | StormFile;
  readonly dropped: SummaryFile["dropped"];
  readonly dir: string;
  readonly runDir: string;
  readonly cpu: GeneratorWatch["cpu"];
  readonly contendedMs: GeneratorWatch["contendedMs"];
}

export interface Saved {
  /** Planned arrivals that were made. */
  readonly done: number;
  /** How late requests left after they were due; undefined where too few left. */
  readonly startLagP99Ms: number | undefined;
  readonly seconds: readonly GeneratorSecond[];
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

async function savePushes(text: string, options: SaveOptions): Promise<Saved> {
  const { file, dropped, runDir } = options;
  const scenarios = file.scenarios.filter((one) => "linesPerPush" in one);
  const seen = due(lastOfEach(parseLines(text, k6Push)), scenarios, dropped);
  const places = new Map(scenarios.map((lane) => [lane, placesOf(lane)]));
  await appendLines(
    join(runDir, "records", "pushes.jsonl"),
    seen.map(([one, lane]) => pushRecordOf(one, lane, places.get(lane) ?? placesOf(lane))),
  );
  return savedOf(seen, text, options);
}

async function saveQueries(text: string, options: SaveOptions): Promise<Saved> {
  const { file, dropped, runDir } = options;
  const scenarios = file.scenarios.filter((one) => "rangesMs" in one);
  const seen = due(parseLines(text, k6Query), scenarios, dropped);
  const recorders = new Map(scenarios.map((one) => [one, queryRecorder(file, one)]));
  const records = seen.flatMap(([one, scenario]) => recorders.get(scenario)?.(one) ?? []);
  await appendLines(join(runDir, "records", "queries.jsonl"), records);
  return savedOf(seen, text, options);
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

type Sent = Due<Arrived & { readonly startMs: number; readonly endMs: number }>;

function savedOf(
  seen: readonly (readonly [Sent, Arrivals])[],
  text: string,
  { file, cpu, contendedMs }: SaveOptions,
): Saved {
  const lags = ascending(seen.map(([{ startMs, intendedMs }]) => startMs - intendedMs));
  const lanes = lanesOf(
    seen.map(([one]) => one),
    file.scenarios,
  );
  const seconds = generatorSeconds(lanes, { beats: beatsOf(text), cpu, contendedMs });
  return { done: seen.length, startLagP99Ms: percentile(lags, "p99") ?? lags.at(-1), seconds };
}

/** Scenarios begin at one moment, each after its own time: one of which nothing was seen began with the others. */
function lanesOf(
  seen: readonly Sent[],
  scenarios: readonly (Arrivals & { readonly virtualUsers: number })[],
): readonly Lane[] {
  const [first] = seen;
  const own = scenarios.find(({ name }) => name === first?.scenario);
  if (first === undefined || own === undefined) return [];
  const loadMs = first.beganMs - own.startMs;
  return scenarios.map((scenario) => {
    const { dueNs } = scheduleOf(scenario);
    const beganMs = loadMs + scenario.startMs;
    return {
      virtualUsers: scenario.virtualUsers,
      dueMs: Array.from({ length: scenario.planned }, (_, n) => beganMs + dueNs(n) / 1e6),
      requests: seen.filter(({ scenario: name }) => name === scenario.name),
    };
  });
}

export async function appendLines(path: string, records: readonly object[]): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  await appendFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
}

export async function saveGenerators(runDir: string, generators: readonly GeneratorRecord[]): Promise<void> {
  await writeFile(join(runDir, "records", "generator.json"), `${JSON.stringify(generators, null, 1)}\n`);
}
