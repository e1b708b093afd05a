import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../base/errors.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import { querySettings } from "../promises/query-settings.ts";
import type { GeneratorRecord } from "../run-folder/request-record.ts";
import { runFolders } from "../run-folder/run-files.ts";
import { readableHistory } from "../storm/readable-history.ts";
import { floodLanes } from "../traffic/flood-lanes.ts";
import { loadMs, stormRuns } from "../traffic/schedule.ts";
import { withVirtualUsers } from "../traffic/virtual-users.ts";
import { type GeneratorSite, localSite, type Told } from "./generator-site.ts";
import { reportProgress } from "./load-progress.ts";
import { saveLoad } from "./save-load.ts";

export interface LoadOptions {
  readonly plan: Plan;
  /** The gateway's URL as the generators reach it. */
  readonly gatewayUrl: string;
  /** The run's folder: records go to its `records/`, k6's input and output to its `load/`. */
  readonly runDir: string;
  readonly k6Path: string;
  /** The site at which the generators run; default: this machine. */
  readonly site?: GeneratorSite;
  /** The stack's own processes on this machine: `Stack.processTrees`. */
  readonly processTrees?: readonly number[];
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly closedLoop?: boolean;
}

/**
 * The timeout of a request to Loki. A request without an answer by then is recorded with status 0, because its outcome
 * is not known.
 */
const timeoutMs = 10_000;

/**
 * Runs the flood and the storm of all tenants together, in an open model, to their ends. Always writes pushes.jsonl
 * (appended to the history's pushes), queries.jsonl and generator.json. On abort, then rejects with the signal's
 * reason. If k6 failed, then throws HarnessError K6_FAILED.
 */
export async function runLoad(options: LoadOptions): Promise<void> {
  const { plan, runDir, signal, progress, site = localSite(options) } = options;
  const dir = join(runDir, runFolders.load);
  await mkdir(dir, { recursive: true });
  const told = await toldOf(options, site.generators);
  const what = told.map(({ script }) => script).join(" and ");
  const reporting = reportProgress(progress, { forMs: loadMs(plan), what, dir });
  try {
    const ended = await site.run(told, { dir, signal, progress });
    const generators = await saveLoad(ended, runDir);
    signal.throwIfAborted();
    failOn(generators, dir);
  } finally {
    reporting.stop();
  }
}

/** Returns each script's input; a script that has nothing to send is left out. */
export async function toldOf(
  { plan, gatewayUrl, runDir }: Pick<LoadOptions, "plan" | "gatewayUrl" | "runDir">,
  generators: number,
): Promise<readonly Told[]> {
  const { runId, seed, tenants } = plan;
  const history = readableHistory(runDir);
  const told = { runId, seed, gatewayUrl, timeoutMs, generators };
  const floods = withVirtualUsers(floodLanes(plan), generators);
  const storms = withVirtualUsers(stormRuns(tenants), generators).map((run) => ({
    ...run,
    history: history(run.tenant),
    splitIntervalMs: querySettings(plan, run.tenant).splitIntervalMs,
    lokiVersion: plan.lokiVersion,
  }));
  const scripts: readonly Told[] = [
    { script: "flood", file: { ...told, scenarios: floods, families: {} } },
    { script: "storm", file: { ...told, scenarios: storms } },
  ];
  return scripts.filter(({ file }) => file.scenarios.length > 0);
}

function failOn(generators: readonly GeneratorRecord[], dir: string): void {
  const failed = generators.find(({ exitCode }) => exitCode !== 0);
  if (failed === undefined) return;
  throw new HarnessError(
    `k6 ${failed.script}: expected exit code 0, got ${failed.exitCode}: ${failed.stderr || "nothing on stderr"}`,
    { code: "K6_FAILED", hint: `see the logs in ${dir}, or type: lokiproof doctor` },
  );
}
