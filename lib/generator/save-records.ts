import { readFile, rm } from "node:fs/promises";
import type { GeneratorSecond } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { appendLines } from "../run-folder/write-run.ts";
import { type Arrivals, scheduleOf } from "../traffic/arrivals.ts";
import { placesOf } from "../traffic/flood-lanes.ts";
import { ascending, percentile } from "../verdict/percentile.ts";
import { beatsOf } from "./beats.ts";
import type { Crowding } from "./crowding.ts";
import { generatorSeconds, type Lane } from "./generator-seconds.ts";
import { countOf, type Share, sharedSchedule } from "./generator-share.ts";
import type { Ended } from "./generator-site.ts";
import {
  type Arrived,
  k6Push,
  k6Query,
  lastOfEach,
  parseLines,
  pushRecordOf,
  withIntended,
} from "./k6-output.ts";
import { recordFileOf } from "./k6-process.ts";
import { queryRecorder } from "./query-records.ts";

export interface Saved {
  /** The number of planned arrivals for which a request was sent. */
  readonly done: number;
  /**
   * The 99th percentile of the delay between a request's due time and its start. It is the maximum if there are too few
   * requests, and undefined if there are none.
   */
  readonly startLagP99Ms: number | undefined;
  readonly seconds: readonly GeneratorSecond[];
}

/** The result of a k6 process, with the seconds in which all k6 processes of its machine used too much CPU. */
export type CrowdedEnd = Ended & { readonly crowding: Crowding };

/**
 * Turns a script's output lines into the run's records, then removes the output file. Without a file, no records are
 * written.
 */
export async function saveRecords(ended: CrowdedEnd, runDir: string): Promise<Saved> {
  const source = recordFileOf(ended.dir, ended.script);
  const text = await readFile(source, "utf8").catch(() => "");
  const save = ended.script === "flood" ? savePushes : saveQueries;
  const saved = await save(text, ended, runDir);
  await rm(source, { force: true });
  return saved;
}

async function savePushes(text: string, ended: CrowdedEnd, runDir: string): Promise<Saved> {
  const scenarios = ended.file.scenarios.filter((one) => "linesPerPush" in one);
  const seen = due(lastOfEach(parseLines(text, k6Push)), scenarios, ended);
  const places = new Map(scenarios.map((lane) => [lane, placesOf(lane)]));
  await appendLines(
    runDir,
    runFiles.pushes,
    seen.map(([one, lane]) => pushRecordOf(one, lane, places.get(lane) ?? placesOf(lane))),
  );
  return savedOf(seen, text, ended);
}

async function saveQueries(text: string, ended: CrowdedEnd, runDir: string): Promise<Saved> {
  const { file } = ended;
  const scenarios = file.scenarios.filter((one) => "rangesMs" in one);
  const seen = due(parseLines(text, k6Query), scenarios, ended);
  const recorders = new Map(scenarios.map((one) => [one, queryRecorder(file, one)]));
  const records = seen.flatMap(([one, scenario]) => recorders.get(scenario)?.(one) ?? []);
  await appendLines(runDir, runFiles.queries, records);
  return savedOf(seen, text, ended);
}

type Due<T> = T & { readonly intendedMs: number };

/** Returns each request with its scenario and its intended start. */
function due<T extends Arrived, S extends Arrivals>(
  seen: readonly T[],
  scenarios: readonly S[],
  { share, exit }: Ended,
): readonly (readonly [Due<T>, S])[] {
  return scenarios.flatMap((scenario) => {
    const own = seen.filter((one) => one.scenario === scenario.name);
    const schedule = sharedSchedule(scheduleOf(scenario), share);
    const timed = withIntended(own, schedule, exit.dropped[scenario.name] ?? 0);
    return timed.map((one) => [one, scenario] as const);
  });
}

type Sent = Due<Arrived & { readonly startMs: number; readonly endMs: number }>;

function savedOf(
  seen: readonly (readonly [Sent, Arrivals])[],
  text: string,
  { file, share, exit, starved, crowding: { crowdedMs } }: CrowdedEnd,
): Saved {
  const lags = ascending(seen.map(([{ startMs, intendedMs }]) => startMs - intendedMs));
  const lanes = lanesOf(
    seen.map(([one]) => one),
    file.scenarios,
    share,
  );
  const watch = { beats: beatsOf(text), cpu: exit.cpu, contendedMs: starved?.contendedMs, crowdedMs };
  const seconds = generatorSeconds(lanes, watch);
  return { done: seen.length, startLagP99Ms: percentile(lags, "p99") ?? lags.at(-1), seconds };
}

/**
 * Returns each k6 scenario with its due arrivals and its requests. All scenarios of a load share the moment at which
 * the load began. The moment is computed from a scenario with requests, so that it is also known for the others.
 */
function lanesOf(
  seen: readonly Sent[],
  scenarios: readonly (Arrivals & { readonly virtualUsers: number })[],
  share: Share,
): readonly Lane[] {
  const [first] = seen;
  const own = scenarios.find(({ name }) => name === first?.scenario);
  if (first === undefined || own === undefined) return [];
  const loadMs = first.beganMs - own.startMs;
  return scenarios.map((scenario) => {
    const { dueNs } = sharedSchedule(scheduleOf(scenario), share);
    const beganMs = loadMs + scenario.startMs;
    const planned = countOf(scenario.planned, share);
    return {
      virtualUsers: countOf(scenario.virtualUsers, share),
      dueMs: Array.from({ length: planned }, (_, n) => beganMs + dueNs(n) / 1e6),
      requests: seen.filter(({ scenario: name }) => name === scenario.name),
    };
  });
}
