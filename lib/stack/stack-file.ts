import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { describeError, type HarnessError, usageError } from "../base/errors.ts";

/** Writes stack.json atomically, readable by its owner only, because it contains credentials. */
export function writeState(path: string, state: object): void {
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Reads and checks a stack.json. Throws usageError that names the file and describes the problem in one sentence. */
export function readState<T>(path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw unusable(path, describeError(cause));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.path[0] !== "version") throw unusable(path, `${issue?.path.join(".")}: ${issue?.message}`);
  const { data } = z.looseObject({ version: z.unknown() }).safeParse(value);
  throw unusable(path, `it is of version ${JSON.stringify(data?.version)}, which another lokiproof wrote`);
}

function unusable(path: string, why: string): HarnessError {
  return usageError(`${path} cannot be used as the state of a stack: ${why}`, {
    code: "STACK_UNREADABLE",
    hint: "use the lokiproof that made the stack, or remove the stack: lokiproof down RUN-ID",
  });
}
