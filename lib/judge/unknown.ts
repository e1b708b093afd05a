/** Thrown by a suite that cannot judge: the check is unknown, neither pass nor fail. */
export class UnknownError extends Error {
  override readonly name = "UnknownError";
}

/** Ends the check as unknown. Reports show `why`: what was missing, and where it should have come from. */
export function unknown(why: string): never {
  throw new UnknownError(why);
}
