import type { HistoryRecord } from "../run-folder/history-record.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { QueryMix } from "./plan-queries.ts";

/**
 * The tenant's history when all of it was readable before the load: from then on every count of it must be exact.
 * Undefined otherwise, and where none was written: then no count of it is expected of Loki.
 */
export function readableHistory(runDir: string): (tenant: string) => QueryMix["history"] {
  const tenants = writtenTenants(runDir);
  return (tenant) => {
    const written = tenants[tenant];
    return written?.readable === true ? { runId: written.runId, layout: written.layout } : undefined;
  };
}

function writtenTenants(runDir: string): HistoryRecord["tenants"] {
  try {
    return readStrictly(runDir, runFiles.history).tenants;
  } catch (error) {
    if (error instanceof RunFileError && error.absent) return {};
    throw error;
  }
}
