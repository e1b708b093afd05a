import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunResult } from "../verdict/result.ts";
import { htmlReport } from "./html/html.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { promReport } from "./prom.ts";

const reporters: Readonly<Record<string, (result: RunResult) => string | Promise<string>>> = {
  "result.json": jsonReport,
  "junit.xml": junitReport,
  "summary.md": markdownReport,
  "metrics.prom": promReport,
  "index.html": htmlReport,
};

/**
 * Writes every report of a run into its folder, each whole or not at all. One that cannot be written does not keep the
 * others from it; their errors are thrown together at the end.
 */
export async function writeReports(runDir: string, result: RunResult): Promise<void> {
  await mkdir(runDir, { recursive: true });
  const written = await Promise.allSettled(
    Object.entries(reporters).map(async ([name, report]) => {
      const file = join(runDir, name);
      await writeFile(`${file}.part`, await report(result));
      await rename(`${file}.part`, file);
    }),
  );
  const errors = written.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
  if (errors.length > 0) throw new AggregateError(errors, `reports in ${runDir} could not be written`);
}
