import { readFileSync } from "node:fs";
import { join } from "node:path";
import { usageError } from "../base/errors.ts";
import { runResult } from "../verdict/result.ts";
import { writeReports } from "./write-reports.ts";

// This script rebuilds the committed sample from the result of a real run: `make sample RUN=reports/<run-id>`.
const [runDir] = process.argv.slice(2);
if (runDir === undefined)
  throw usageError("no run was named", { code: "NO_RUN", hint: "make sample RUN=reports/<run-id>" });
const result = runResult.parse(JSON.parse(readFileSync(join(runDir, "result.json"), "utf8")));
await writeReports(join(import.meta.dirname, "..", "..", "reports", "sample"), result);
