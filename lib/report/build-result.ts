import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { exitCodes } from "../base/errors.ts";
import type { JudgedChecks } from "../judge/collect-checks.ts";
import { loadBeganMs } from "../latency/in-windows.ts";
import { summarizeTenants } from "../latency/summarize.ts";
import { generatorRecord, pushRecord, queryRecord } from "../load/request-record.ts";
import { verdictOf } from "../verdict/merge.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunFacts } from "../verdict/run-facts.ts";

/**
 * Assembles the result of a run from its facts, its judged checks and its saved load records. Records that are missing
 * or not whole leave their tables short: what rests on them is for the checks to say.
 */
export function buildResult(runDir: string, facts: RunFacts, judged: JudgedChecks): RunResult {
  const { interrupted, ...known } = facts;
  const came = verdictOf(judged.checks, facts.problems);
  const records = join(runDir, "records");
  const pushes = readLines(join(records, "pushes.jsonl"), pushRecord);
  const queries = readLines(join(records, "queries.jsonl"), queryRecord);
  return {
    ...known,
    ...came,
    exitCode: interrupted === true ? exitCodes.interrupted : came.exitCode,
    checks: [...judged.checks],
    figures: [...judged.figures],
    tenants: summarizeTenants(pushes, queries, loadBeganMs({ pushes, queries })),
    generators: readGenerators(join(records, "generator.json")),
  };
}

/** What the result's schema has of each; the rest stays in the record. */
function readGenerators(file: string): RunResult["generators"] {
  const parsed = z.array(generatorRecord).safeParse(parseJson(readText(file)));
  return (parsed.data ?? []).map((one) => ({
    script: one.script,
    planned: one.planned,
    dropped: one.dropped,
    cpuSeconds: one.cpuSeconds,
    wallSeconds: one.wallSeconds,
    ...(one.startLagP99Ms === undefined ? {} : { startLagP99Ms: one.startLagP99Ms }),
    ...(one.starvedShare === undefined ? {} : { starvedShare: one.starvedShare }),
  }));
}

function readLines<T>(file: string, schema: z.ZodType<T>): readonly T[] {
  return readText(file)
    .split("\n")
    .flatMap((line) => {
      const parsed = schema.safeParse(parseJson(line));
      return parsed.success ? [parsed.data] : [];
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
