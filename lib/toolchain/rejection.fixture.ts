import { HarnessError } from "../base/errors.ts";

/** Returns the HarnessError that `work` rejects with. Fails the test if it rejects with anything else, or succeeds. */
export async function rejection(work: Promise<unknown>): Promise<HarnessError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error("expected a HarnessError, got a result");
}
