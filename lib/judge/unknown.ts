/** Thrown by a check that cannot judge. The check is unknown, neither pass nor fail. */
export class UnknownError extends Error {
  override readonly name = "UnknownError";
}

/** Ends the check as unknown. Reports show `why`: which evidence was missing, and its expected source. */
export function unknown(why: string): never {
  throw new UnknownError(why);
}
