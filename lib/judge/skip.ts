/** Thrown by a suite that has nothing to judge here: the check is skipped, or unknown if the plan requires it. */
export class SkipError extends Error {
  override readonly name = "SkipError";
}

/**
 * Ends the check as skipped; reports show `why`. Unlike mocha's own `this.skip()`, it carries a reason and also works
 * after an `await`. The judge understands both.
 */
export function skip(why: string): never {
  throw new SkipError(why);
}
