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
 * What a suite may use, beside chai. All of it reads the saved run, nothing of the live stack. Outcomes: a failed chai
 * assertion is fail; `unknown(why)` or anything else thrown is unknown; `skip(why)` is skip, unknown where the plan
 * requires the check; and a check that ends without one chai assertion made is unknown, not pass. Call these
 * inside `it` (or a hook), not while the file loads.
 */
type RecordOf<Seen> = Pick<Probe<Seen>, "id" | "record">;

/** One observation of a `during` probe. */
export interface Observation<Seen> {
  readonly atMs: number;
  readonly data: Seen;
}

/** Reads at the first call and keeps what was read; a read that throws is tried again by the next check. */
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

/** The frozen plan: where every expectation comes from. */
export function plan(): Plan {
  return readPlan();
}

/**
 * What the probe observed (before, after and disturbing probes). Skips the check where the stack could not do it or
 * the plan did not ask for it; throws UnknownError where the record is missing, broken or does not parse.
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

/** The same of a probe whose record only tells where to look: undefined where there is none, and no outcome by it. */
export function hintOf<Seen>(probe: RecordOf<Seen>): Seen | undefined {
  try {
    return recordOf(probe);
  } catch (error) {
    if (error instanceof SkipError || error instanceof UnknownError) return undefined;
    throw error;
  }
}

/**
 * What a `during` probe observed, oldest first, never empty. Observations that broke are left out; where they are
 * half of all or more, the series cannot be judged (UnknownError).
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
 * Comes last in a check that holds the stack to these parts of the plan ("bucket", "replicas.ingester",
 * "config.limits_config"): on a cluster that runs already, and where nobody stated them, it ends the check as unknown.
 */
export function intended(...topics: readonly string[]): void {
  intendedBy(readPlan(), topics);
}

/** What shows the evidence behind a failed check. */
export interface Look {
  readonly probe: { readonly id: string };
  /** Text in the probe's record that begins the part to look at: a member, a tenant. */
  readonly find?: string | undefined;
  /** A command that asks an existing cluster for the same. It names no address and no port. */
  readonly live?: string | undefined;
}

/** Ends the message of an assertion with a command that shows its evidence: a grep in records/ring.before.json. */
export function look({ probe, find, live }: Look): string {
  return lookAt(readPlan(), { file: probeFile(probe), find, live });
}

/** Every push of the load, never empty: a missing or empty file is unknown. Ask the plan first whether any was due. */
export function pushes(): readonly PushRecord[] {
  return readPushes();
}

/** Every query of the storm, never empty: a missing or empty file is unknown. Ask the plan first whether any was due. */
export function queries(): readonly QueryRecord[] {
  return readQueries();
}

/** What each load generator did beside its requests, never empty. */
export function generators(): readonly GeneratorRecord[] {
  return readGenerators();
}

/** Every member's counters at the boundaries of the run and before each restart, oldest first, never empty. */
export function counters(): readonly CountersSnapshot[] {
  return readCounters();
}

/** What became of each planned fault, never empty. Ask the plan first whether any was. */
export function faults(): readonly FaultRecord[] {
  return readFaults();
}

/** Shows a sentence beside the running check in every report: "read 8,123 of 8,123 from the store". */
export function figure(text: string): void {
  noteFigure(text);
}
