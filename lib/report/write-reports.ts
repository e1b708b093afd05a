import { join } from "node:path";
import { cleanTexts } from "../output/clean.ts";
import { writeWhole, writeWholeJson } from "../output/write-whole.ts";
import type { ReportFile } from "../run-folder/report-files.ts";
import type { RunResult } from "../verdict/result.ts";
import { htmlReport } from "./html/html.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { promReport } from "./prom.ts";

const reporters: Readonly<
  Record<Exclude<ReportFile, "result.json">, (result: RunResult, runDir: string) => string | Promise<string>>
> = {
  "junit.xml": junitReport,
  "summary.md": markdownReport,
  "metrics.prom": promReport,
  "index.html": htmlReport,
};

/**
 * Writes every report of a run into the run's folder, each completely or not at all. If a report cannot be written, the
 * others still are; all errors are thrown together at the end.
 */
export async function writeReports(runDir: string, result: RunResult): Promise<void> {
  const clean = cleanTexts(result);
  const written = await Promise.allSettled([
    writeWholeJson(join(runDir, "result.json"), result, 2),
    ...Object.entries(reporters).map(async ([name, report]) =>
      writeWhole(join(runDir, name), await report(clean, runDir)),
    ),
  ]);
  const errors = written.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
  if (errors.length > 0) throw new AggregateError(errors, `reports in ${runDir} could not be written`);
}
