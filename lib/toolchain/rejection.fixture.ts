import { HarnessError } from "../base/errors.ts";

/** For unit tests: the HarnessError that `work` rejects with; anything else fails the test. */
export async function rejection(work: Promise<unknown>): Promise<HarnessError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error("expected a HarnessError, got a result");
}
