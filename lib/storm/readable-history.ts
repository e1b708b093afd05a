import type { HistoryRecord } from "../run-folder/history-record.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { QueryMix } from "./plan-queries.ts";

/**
 * Returns a function that returns a tenant's history if it was completely readable before the load, so that every count
 * of its lines must be exact. Otherwise, or if no history was written, the function returns undefined. In this case no
 * count is checked.
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
