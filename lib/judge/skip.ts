/** Thrown by a check that has nothing to judge. The check is skipped, or unknown if the plan requires it. */
export class SkipError extends Error {
  override readonly name = "SkipError";
}

/**
 * Ends the check as skipped; reports show `why`. In contrast to mocha's own `this.skip()`, this skip has a reason and
 * also works after an `await`. The judge understands both.
 */
export function skip(why: string): never {
  throw new SkipError(why);
}
