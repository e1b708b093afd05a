import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type FaultRecord, faultRecord } from "../faults/fault-record.ts";
import {
  type GeneratorRecord,
  generatorRecord,
  type PushRecord,
  pushRecord,
  type QueryRecord,
  queryRecord,
} from "../load/request-record.ts";
import { type Plan, plan } from "../scenario/plan.ts";

/** What the load of a run left. Records that are missing or not whole leave it short; without a plan there is none. */
export interface SavedLoad {
  readonly pushes: readonly PushRecord[];
  readonly queries: readonly QueryRecord[];
  readonly generators: readonly GeneratorRecord[];
  readonly faults: readonly FaultRecord[];
  readonly plan: Plan | undefined;
}

export function readLoad(runDir: string): SavedLoad {
  const records = join(runDir, "records");
  const listOf = <T>(name: string, form: z.ZodType<T>): readonly T[] =>
    z.array(form).safeParse(parseJson(readText(join(records, name)))).data ?? [];
  return {
    pushes: readLines(join(records, "pushes.jsonl"), pushRecord),
    queries: readLines(join(records, "queries.jsonl"), queryRecord),
    generators: listOf("generator.json", generatorRecord),
    faults: listOf("faults.json", faultRecord),
    plan: plan.safeParse(parseJson(readText(join(runDir, "plan.json")))).data,
  };
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
