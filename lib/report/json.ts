import type { RunResult } from "../verdict/result.ts";

/** `result.json`: the result as its schema has it. */
export function jsonReport(result: RunResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
