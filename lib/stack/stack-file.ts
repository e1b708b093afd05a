import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";
import { describeError, HarnessError } from "../base/errors.ts";

/** Writes stack.json whole or not at all, for its owner alone: credentials are in it. */
export function writeState(path: string, state: object): void {
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Throws HarnessError with the file and what is wrong with it. */
export function readState<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new HarnessError(`${path} is not the state of a stack: ${describeError(cause)}`, {
      code: "STACK_UNREADABLE",
      hint: "lokiproof sweep",
      cause,
    });
  }
}
