import type { GeneratorRecord } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import { crowdingOf, summarizeCrowding } from "./crowding.ts";
import { countOf } from "./generator-share.ts";
import type { Ended } from "./generator-site.ts";
import { type CrowdedEnd, saveRecords } from "./save-records.ts";

/**
 * Turns the generators' output into the records of a run: pushes.jsonl, queries.jsonl and generator.json. Returns the
 * contents of generator.json. Removes the generators' output files.
 */
export async function saveLoad(ended: readonly Ended[], runDir: string): Promise<readonly GeneratorRecord[]> {
  const generators: GeneratorRecord[] = [];
  // Results are saved one after another, because they append to the same files.
  for (const one of ended) {
    const together = ended.filter(({ share }) => share.index === one.share.index);
    generators.push(await save({ ...one, crowding: crowdingOf(together) }, runDir));
  }
  await writeRecord(runDir, runFiles.generators, generators);
  return generators;
}

async function save(ended: CrowdedEnd, runDir: string): Promise<GeneratorRecord> {
  const { script, file, share, exit, starved, crowding } = ended;
  const { exitCode, stderr, cpuSeconds, wallSeconds } = exit;
  const { done, startLagP99Ms, seconds } = await saveRecords(ended, runDir);
  const planned = file.scenarios.reduce((sum, scenario) => sum + countOf(scenario.planned, share), 0);
  return {
    script,
    ...(share.of === 1 ? {} : { share: { ...share } }),
    planned,
    dropped: planned - done,
    cpuSeconds,
    wallSeconds,
    exitCode,
    seconds: [...seconds],
    ...(startLagP99Ms === undefined ? {} : { startLagP99Ms }),
    ...(starved === undefined ? {} : { starvedShare: starved.share }),
    ...(crowding.crowdedMs.length === 0 ? {} : { crowding: summarizeCrowding(crowding) }),
    ...(exitCode === 0 ? {} : { stderr }),
  };
}
