import type { Plan } from "../plan/plan.ts";
import type { FaultRecord } from "../run-folder/fault-record.ts";
import { readLeniently, readLinesLeniently } from "../run-folder/read-leniently.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";

/**
 * The saved records of a run's load. Missing or damaged records make the lists shorter. `plan` is undefined if the plan
 * cannot be read.
 */
export interface SavedLoad {
  readonly pushes: readonly PushRecord[];
  readonly queries: readonly QueryRecord[];
  readonly generators: readonly GeneratorRecord[];
  readonly faults: readonly FaultRecord[];
  readonly plan: Plan | undefined;
}

export function readLoad(runDir: string): SavedLoad {
  return {
    pushes: readLinesLeniently(runDir, runFiles.pushes),
    queries: readLinesLeniently(runDir, runFiles.queries),
    generators: readLeniently(runDir, runFiles.generators) ?? [],
    faults: readLeniently(runDir, runFiles.faults) ?? [],
    plan: readLeniently(runDir, runFiles.plan),
  };
}
