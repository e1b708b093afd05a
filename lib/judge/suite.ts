import type { Plan } from "../plan/plan.ts";
import type { Probe } from "../probe/probe.ts";
import type { CountersSnapshot } from "../run-folder/counters-record.ts";
import type { FaultRecord } from "../run-folder/fault-record.ts";
import { lookAt } from "../run-folder/look-at.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../run-folder/request-record.ts";
import { type JsonFile, probeFile, runFiles, seriesFile } from "../run-folder/run-files.ts";
import { noteFigure } from "./figures.ts";
import { intended as intendedBy } from "./intended.ts";
import { parseAs, readJson, readLines } from "./judged-run.ts";
import { noteRead } from "./noted-reads.ts";
import { SkipError, skip } from "./skip.ts";
import { UnknownError, unknown } from "./unknown.ts";

export { skip, unknown };

/**
 * The functions of this module are everything that a suite may use, next to chai. They read the saved run, never the
 * live stack. Outcomes: a failed chai assertion is fail. `unknown(why)`, or anything else thrown, is unknown.
 * `skip(why)` is skip, or unknown if the plan requires the check. A check that ends without a single chai assertion is
 * unknown, not pass. Call these functions inside `it` or a hook, not while the file loads.
 */
type RecordOf<Seen> = Pick<Probe<Seen>, "id" | "record">;

/** One observation of a probe that observes repeatedly during the load. */
export interface Observation<Seen> {
  readonly atMs: number;
  readonly data: Seen;
}

/**
 * Returns a function that reads the file at its first call and keeps the value. If reading throws, the next call reads
 * again.
 */
function lazily<T>({ path }: { readonly path: string }, read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    noteRead(path);
    return (kept ??= { value: read() }).value;
  };
}

const readPlan = lazily(runFiles.plan, () => readJson(runFiles.plan));
const readPushes = lazily(runFiles.pushes, () => readLines(runFiles.pushes));
const readQueries = lazily(runFiles.queries, () => readLines(runFiles.queries));
const readCounters = lazily(runFiles.counters, () => readLines(runFiles.counters));
const readGenerators = lazily(runFiles.generators, () => notEmpty(runFiles.generators));
const readFaults = lazily(runFiles.faults, () => notEmpty(runFiles.faults));

function notEmpty<T>(file: JsonFile<T[]>): readonly T[] {
  const all = readJson(file);
  return all.length === 0 ? unknown(`${file.path} is empty`) : all;
}

/** Returns the run's plan, the source of every expectation. */
export function plan(): Plan {
  return readPlan();
}

/**
 * Returns the data that the probe observed; for before, after and disturbing probes. Skips the check if the stack could
 * not provide the data or the plan did not request them. Throws UnknownError if the record is missing, broken or does
 * not parse.
 */
export function recordOf<Seen>(probe: RecordOf<Seen>): Seen {
  const record = probeFile(probe);
  const file = record.path;
  const envelope = readJson(record);
  if (envelope.probe !== probe.id)
    unknown(`${file} is the record of ${envelope.probe}, expected ${probe.id}`);
  if (envelope.status === "unavailable") skip(envelope.why);
  if (envelope.status === "broken") unknown(`probe ${probe.id} could not observe: ${envelope.why}`);
  return parseAs(file, envelope.data, probe.record);
}

/**
 * Returns the probe's data like recordOf, but undefined where recordOf would end the check. Use this for a record that
 * only says where to look.
 */
export function hintOf<Seen>(probe: RecordOf<Seen>): Seen | undefined {
  try {
    return recordOf(probe);
  } catch (error) {
    if (error instanceof SkipError || error instanceof UnknownError) return undefined;
    throw error;
  }
}

/**
 * Returns the observations of a `during` probe, oldest first, never empty. Broken observations are left out. Throws
 * UnknownError if half of the observations or more are broken.
 */
export function seriesOf<Seen>(probe: RecordOf<Seen>): readonly Observation<Seen>[] {
  const record = seriesFile(probe);
  const file = record.path;
  const series = readJson(record);
  const strange = series.find((envelope) => envelope.probe !== probe.id);
  if (strange !== undefined) unknown(`${file} holds a record of ${strange.probe}, expected ${probe.id}`);
  const unavailable = series.find((envelope) => envelope.status === "unavailable");
  if (unavailable !== undefined) skip(unavailable.why);
  const seen = series.flatMap((envelope) => (envelope.status === "observed" ? [envelope] : []));
  if (seen.length * 2 <= series.length || seen.length === 0) {
    const broken = series.findLast((envelope) => envelope.status === "broken");
    unknown(
      `probe ${probe.id} made ${seen.length} of ${series.length} observations${broken ? `: ${broken.why}` : ""}`,
    );
  }
  return seen.map(({ atMs, data }) => ({ atMs, data: parseAs(file, data, probe.record) }));
}

/**
 * Ends the check as unknown on an existing cluster if nobody stated these parts of the plan ("bucket",
 * "replicas.ingester", "config.limits_config"). Call this last in a check that compares the stack with these parts.
 */
export function intended(...topics: readonly string[]): void {
  intendedBy(readPlan(), topics);
}

/** The place of the evidence for a failed check. */
export interface Look {
  readonly probe: { readonly id: string };
  /** Text in the probe's record at which the relevant part begins, such as the name of a Loki process or tenant. */
  readonly find?: string | undefined;
  /** A command that reads the same evidence from an existing cluster. The command contains no address and no port. */
  readonly live?: string | undefined;
}

/**
 * Returns the end of an assertion's message: a command that shows the evidence, such as a grep in
 * records/ring.before.json.
 */
export function look({ probe, find, live }: Look): string {
  return lookAt(readPlan(), { file: probeFile(probe), find, live });
}

/**
 * Returns every push of the load, never empty; throws UnknownError if the file is missing or empty. Before calling
 * this, check in the plan that at least one push was due.
 */
export function pushes(): readonly PushRecord[] {
  return readPushes();
}

/**
 * Returns every query of the storm, never empty; throws UnknownError if the file is missing or empty. Before calling
 * this, check in the plan that at least one query was due.
 */
export function queries(): readonly QueryRecord[] {
  return readQueries();
}

/** Returns each load generator's own figures (not its requests), never empty. */
export function generators(): readonly GeneratorRecord[] {
  return readGenerators();
}

/**
 * Returns every Loki process's counters at the boundaries of the run and before each restart, oldest first, never
 * empty.
 */
export function counters(): readonly CountersSnapshot[] {
  return readCounters();
}

/**
 * Returns the outcome of each planned fault, never empty. Before calling this, check in the plan that at least one
 * fault was planned.
 */
export function faults(): readonly FaultRecord[] {
  return readFaults();
}

/** Adds a sentence that every report shows next to the running check, such as "read 8,123 of 8,123 from the store". */
export function figure(text: string): void {
  noteFigure(text);
}
