import { z } from "zod";
import { plan } from "../plan/plan.ts";
import { runResult } from "../verdict/result.ts";
import { runFacts } from "../verdict/run-facts.ts";
import { countersSnapshot } from "./counters-record.ts";
import { faultRecord } from "./fault-record.ts";
import { historyRecord } from "./history-record.ts";
import { recordEnvelope, recordSeries } from "./probe-record.ts";
import { generatorRecord, pushRecord, queryRecord } from "./request-record.ts";

/** A file of a run with one JSON value. `path` is relative to the run's folder. */
export interface JsonFile<T> {
  readonly path: string;
  readonly form: z.ZodType<T>;
}

/** A file of a run with one JSON value per line. `path` is relative to the run's folder. */
export interface LinesFile<T> {
  readonly path: string;
  readonly line: z.ZodType<T>;
}

/** Every folder of a saved run. */
export const runFolders = { records: "records", suites: "suites", stack: "stack", load: "load" } as const;

/** The record of the maximum memory that lokiproof itself used. */
const harnessRecord = z.object({ maxRssBytes: z.number() });

/** Every file of a saved run that has a schema, except the records of probes (`probeFile`, `seriesFile`). */
export const runFiles = {
  plan: { path: "plan.json", form: plan },
  facts: { path: "records/run.json", form: runFacts },
  harness: { path: "records/harness.json", form: harnessRecord },
  pushes: { path: "records/pushes.jsonl", line: pushRecord },
  queries: { path: "records/queries.jsonl", line: queryRecord },
  counters: { path: "records/counters.jsonl", line: countersSnapshot },
  generators: { path: "records/generator.json", form: z.array(generatorRecord) },
  faults: { path: "records/faults.json", form: z.array(faultRecord) },
  history: { path: "records/history.json", form: historyRecord },
  result: { path: "result.json", form: runResult },
} as const satisfies Readonly<Record<string, JsonFile<unknown> | LinesFile<unknown>>>;

/** Returns the record file of a probe that observes once. */
export function probeFile({ id }: { readonly id: string }): JsonFile<z.infer<typeof recordEnvelope>> {
  return { path: `records/${id}.json`, form: recordEnvelope };
}

/** Returns the record file of a probe that observes repeatedly during the load. */
export function seriesFile({ id }: { readonly id: string }): JsonFile<z.infer<typeof recordSeries>> {
  return { path: `records/${id}.json`, form: recordSeries };
}
