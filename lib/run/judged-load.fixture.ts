import { wallClock } from "../base/clock.ts";
import { silentProgress } from "../base/log.ts";
import { runLoad } from "../generator/run-load.ts";
import { writeHistory } from "../history/write-history.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { runFolder } from "../judge/run-folder.fixture.ts";
import { judge } from "../judge/run-suites.ts";
import { readLinesSoFar } from "../run-folder/read-strictly.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Stack } from "../stack/stack.ts";
import { provision } from "../toolchain/provision.ts";
import { verdictOf } from "../verdict/merge.ts";
import { withFaults } from "./inject-faults.ts";

const { signal } = new AbortController();

export interface JudgedLoad {
  readonly outcomes: Readonly<Record<string, string>>;
  /** What the checks that did not pass said, and every figure: for the reader of a test that failed. */
  readonly told: string;
  readonly exitCode: number;
  readonly pushes: readonly PushRecord[];
}

/** A run without its probes: history, load and faults of a plan on a stack that is up, judged by some suites. */
export async function judgedLoad(
  stack: Stack,
  plan: Plan,
  { suites, closedLoop = false }: { readonly suites: readonly string[]; readonly closedLoop?: boolean },
): Promise<JudgedLoad> {
  await using folder = await runFolder(plan);
  await copySuites({ runDir: folder.dir, only: suites, userSuites: [] });
  const k6 = (await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal })).k6.path;
  const options = { plan, runDir: folder.dir, progress: silentProgress };
  const context = { ...options, stack, clock: wallClock };
  await writeHistory({ ...context, signal });
  const load = runLoad({ ...options, gatewayUrl: stack.gatewayUrl, k6Path: k6, signal, closedLoop });
  await withFaults(load, { context, signal });
  const { checks, figures } = await judge(folder.dir, { signal });
  const said = checks.flatMap(({ id, outcome, message }) => (outcome === "pass" ? [] : `${id}: ${message}`));
  return {
    outcomes: Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])),
    told: [...said, ...figures.map(({ text }) => text)].join("\n"),
    exitCode: verdictOf(checks, []).exitCode,
    pushes: readLinesSoFar(folder.dir, runFiles.pushes),
  };
}
