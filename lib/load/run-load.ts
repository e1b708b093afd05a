import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../base/errors.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../scenario/plan.ts";
import { familyOf } from "./bodies/body-spec.ts";
import { readyFamilies } from "./bodies/ready-families.ts";
import { floodLanes } from "./flood-lanes.ts";
import { readableHistory } from "./history-record.ts";
import { type K6Exit, type K6Run, recordFileOf, runK6 } from "./k6-process.ts";
import { reportProgress } from "./load-progress.ts";
import type { GeneratorRecord } from "./request-record.ts";
import { saveGenerators, saveRecords } from "./save-records.ts";
import { loadMs, stormRuns } from "./schedule.ts";
import { type Starvation, watchStarvation } from "./starvation.ts";
import { withVirtualUsers } from "./virtual-users.ts";

export interface LoadOptions {
  readonly plan: Plan;
  readonly gatewayUrl: string;
  /** The run's folder: records go to its `records/`, what k6 was told and said to its `load/`. */
  readonly runDir: string;
  readonly k6Path: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly closedLoop?: boolean;
}

/** A request that has no answer by then is recorded with status 0: nothing is known of it. */
const timeoutMs = 10_000;

/**
 * Runs the flood and the storm of all tenants together, in an open model, to their ends. Leaves pushes.jsonl (appended
 * to what the history wrote), queries.jsonl and generator.json; also when it is aborted, when it rejects with the
 * signal's reason, and when k6 fails, when it throws HarnessError K6_FAILED.
 */
export async function runLoad(options: LoadOptions): Promise<void> {
  const { plan, runDir, signal, progress } = options;
  const dir = join(runDir, "load");
  await mkdir(dir, { recursive: true });
  const runs = (await filesOf(options)).filter(({ file }) => file.scenarios.length > 0);
  const starvation = watchStarvation(plan.runId);
  const files = runs.map(({ script }) => recordFileOf(dir, script));
  const what = runs.map(({ script }) => script).join(" and ");
  const reporting = reportProgress(progress, { forMs: loadMs(plan), what, files });
  try {
    const exits = await Promise.all(runs.map((run) => generate(run, { ...options, dir })));
    const starved = starvation.stop();
    const generators = await Promise.all(exits.map((one) => save(one, { runDir, dir, starved })));
    await saveGenerators(runDir, generators);
    signal.throwIfAborted();
    failOn(generators, dir);
  } finally {
    reporting.stop();
    starvation.stop();
  }
}

type Told = Pick<K6Run, "script" | "file">;
interface Ended extends Told {
  readonly exit: K6Exit;
}

async function filesOf({ plan, gatewayUrl, runDir, signal }: LoadOptions): Promise<readonly Told[]> {
  const { runId, seed, tenants } = plan;
  const history = await readableHistory(runDir);
  const told = { runId, gatewayUrl, timeoutMs };
  const floods = withVirtualUsers(floodLanes(plan));
  const storms = withVirtualUsers(stormRuns(tenants)).map((run) => ({
    ...run,
    history: history(run.tenant),
  }));
  const wanted = floods.map((flood) => ({ seed, ...familyOf(flood) }));
  const { families } = await readyFamilies(wanted, { env: process.env, signal });
  return [
    { script: "flood", file: { ...told, seed, scenarios: floods, families } },
    { script: "storm", file: { ...told, seed, scenarios: storms } },
  ];
}

async function generate(told: Told, options: LoadOptions & { readonly dir: string }): Promise<Ended> {
  const { dir, k6Path, signal, closedLoop } = options;
  await writeFile(join(dir, `${told.script}.json`), JSON.stringify(told.file));
  return { ...told, exit: await runK6({ ...told, closedLoop, k6Path, dir, signal }) };
}

async function save(
  { script, file, exit }: Ended,
  to: { readonly runDir: string; readonly dir: string; readonly starved: Starvation | undefined },
): Promise<GeneratorRecord> {
  const { exitCode, stderr, cpuSeconds, wallSeconds, cpu, dropped } = exit;
  const contendedMs = to.starved?.contendedMs;
  const saved = await saveRecords({ script, file, dropped, cpu, contendedMs, ...to });
  const { done, startLagP99Ms, seconds } = saved;
  const planned = file.scenarios.reduce((sum, scenario) => sum + scenario.planned, 0);
  return {
    script,
    planned,
    dropped: planned - done,
    cpuSeconds,
    wallSeconds,
    exitCode,
    seconds: [...seconds],
    ...(startLagP99Ms === undefined ? {} : { startLagP99Ms }),
    ...(to.starved === undefined ? {} : { starvedShare: to.starved.share }),
    ...(exitCode === 0 ? {} : { stderr }),
  };
}

function failOn(generators: readonly GeneratorRecord[], dir: string): void {
  const failed = generators.find(({ exitCode }) => exitCode !== 0);
  if (failed === undefined) return;
  throw new HarnessError(
    `k6 ${failed.script}: expected exit code 0, got ${failed.exitCode}: ${failed.stderr || "it said nothing"}`,
    { code: "K6_FAILED", hint: `see ${join(dir, `${failed.script}.log`)}, or type: lokiproof doctor` },
  );
}
