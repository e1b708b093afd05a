/** Thrown by a suite that has nothing to judge here: the check is skipped, and unknown where the plan requires it. */
export class SkipError extends Error {
  override readonly name = "SkipError";
}

/**
 * Ends the check as skipped. `why` is what the reader sees. Unlike mocha's own `this.skip()` it carries a reason and
 * works after an `await` too; the judge understands both.
 */
export function skip(why: string): never {
  throw new SkipError(why);
}
