import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { readLoadPlan } from "../generator/load-files.ts";
import { collectedRunners } from "../generator/pods/collected-runners.ts";
import { saveLoad } from "../generator/save-load.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { letRead } from "../output/access.ts";
import type { Plan } from "../plan/plan.ts";
import { conclude } from "../run/conclude.ts";
import { lokiproofVersion } from "../run/versions.ts";
import { runFolders } from "../run-folder/run-files.ts";
import type { RunFacts } from "../verdict/run-facts.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { addReadersOption, type ReadersFlags, readersOf } from "./readers-option.ts";
import { showResult } from "./show-result.ts";

/**
 * `lokiproof merge DIR`: merges the records of k6-operator's runners into one run. Exits with the code of the run's
 * verdict, as `run` does.
 */
export function mergeCommand(): Command {
  return addReadersOption(new Command("merge"))
    .description(
      "make one report of what the runners of plan --k6-operator recorded; exit 0, 1, 2 as run does",
    )
    .argument("<dir>", "what was copied from the pod records: plan.json, load.json, load/")
    .action(async (dir: string, flags: ReadersFlags) => {
      const signal = abortOnInterrupt();
      const runDir = resolve(dir);
      const startedAt = new Date();
      const { plan } = await readLoadPlan(runDir);
      await refuseMerged(runDir);
      await mkdir(join(runDir, runFolders.records), { recursive: true });
      await saveLoad(await collectedRunners(runDir), runDir);
      const suites = await copySuites({ runDir, only: suitesOf(plan), userSuites: [] });
      const problems: string[] = [];
      const result = await conclude(runDir, {
        facts: () => factsOf(plan, startedAt, problems),
        problem: (text) => problems.push(text),
        suites,
        signal,
      });
      await letRead(runDir, readersOf(flags));
      showResult(result, dir);
    });
}

/** The suites that judge only requests and answers, because k6-operator's runners record nothing else. */
const loadSuites = ["load", "latency", "neighbour", "storm"];

function suitesOf({ suites }: Plan): readonly string[] {
  return suites === undefined ? loadSuites : loadSuites.filter((name) => suites.includes(name));
}

/** Throws if the folder was merged before. Records are appended, so a second merge would count every push twice. */
async function refuseMerged(runDir: string): Promise<void> {
  const found = await stat(join(runDir, runFolders.records)).catch(() => undefined);
  if (found === undefined) return;
  throw usageError(`${runDir} was merged already: it has records/`, {
    code: "MERGED",
    hint: shell`lokiproof judge ${runDir}   judges it again`,
  });
}

function factsOf(plan: Plan, startedAt: Date, problems: readonly string[]): RunFacts {
  return {
    schemaVersion: 2,
    runId: plan.runId,
    scenario: plan.scenario,
    description: `${plan.description} (the load alone, as k6-operator ran it: nothing else was observed)`,
    provider: plan.provider,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    seed: plan.seed,
    scale: plan.scale,
    versions: { lokiproof: lokiproofVersion, node: process.versions.node },
    replay: plan.replay,
    topology: [],
    phases: [],
    problems: [...problems],
  };
}
