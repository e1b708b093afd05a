import { HarnessError } from "../base/errors.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Leaves a stack running after lokiproof ends; returns a text on how to reach and how to end the stack. Throws
 * HarnessError CANNOT_KEEP if the stack cannot be kept.
 */
export async function keepStack(stack: Stack): Promise<string> {
  if (stack.keep === undefined) {
    throw new HarnessError(`a ${stack.provider} stack is not lokiproof's to keep`, { code: "CANNOT_KEEP" });
  }
  await stack.keep();
  return stack.describe?.() ?? "";
}
