import { HarnessError } from "../base/errors.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Leaves a stack running after lokiproof ends; returns how to reach it and how to end it. Throws HarnessError
 * CANNOT_KEEP.
 */
export async function keepStack(stack: Stack): Promise<string> {
  if (stack.keep === undefined) {
    throw new HarnessError(`a ${stack.provider} stack is not lokiproof's to keep`, { code: "CANNOT_KEEP" });
  }
  await stack.keep();
  return stack.describe?.() ?? "";
}
