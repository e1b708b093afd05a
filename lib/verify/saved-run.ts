import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { describeError, type HarnessError, usageError } from "../base/errors.ts";
import { type PushRecord, pushRecord } from "../load/request-record.ts";
import { type Plan, plan } from "../scenario/plan.ts";
import { plannedFloods } from "../scenario/tenant-groups.ts";

/** What is left of an earlier run, and enough to derive every line that it wrote again. */
export interface SavedRun {
  readonly dir: string;
  readonly plan: Plan;
  /** Never empty, and at least one of them acknowledged. */
  readonly pushes: readonly PushRecord[];
}

/** Reads a run's plan and pushes. Throws usageError, with the file, the line and what is wrong, where they are not whole. */
export async function readSavedRun(folder: string): Promise<SavedRun> {
  const dir = resolve(folder);
  const frozen = parseAs(join(dir, "plan.json"), await readText(join(dir, "plan.json")), plan);
  const pushes = await readPushes(join(dir, "records", "pushes.jsonl"));
  const groups = plannedFloods(frozen).flatMap(({ tenants }) => tenants);
  const known = new Set([...Object.keys(frozen.tenants), ...groups]);
  const stranger = pushes.find(({ tenant }) => !known.has(tenant));
  if (stranger !== undefined) {
    throw damaged(join(dir, "plan.json"), `it has no load of ${stranger.tenant}, to which the run pushed`);
  }
  return { dir, plan: frozen, pushes };
}

async function readPushes(file: string): Promise<readonly PushRecord[]> {
  const text = await readText(file);
  if (text !== "" && !text.endsWith("\n")) throw damaged(file, "its last line is cut off");
  const lines = text.split("\n").slice(0, -1);
  const pushes = lines.map((line, index) => parseAs(`${file}:${index + 1}`, line, pushRecord));
  if (pushes.some(({ status }) => status === 204)) return pushes;
  throw damaged(file, `of its ${pushes.length} pushes none was acknowledged: there is nothing to read back`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw damaged(file, describeError(cause), cause);
  }
}

function parseAs<T>(where: string, text: string, form: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(where, "it is not whole JSON", cause);
  }
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  throw damaged(where, z.prettifyError(parsed.error));
}

function damaged(where: string, why: string, cause?: unknown): HarnessError {
  return usageError(`${where} cannot be verified: ${why}`, {
    code: "RUN_DAMAGED",
    hint: "give the folder of a run that wrote something and ended: ls reports/",
    cause,
  });
}
