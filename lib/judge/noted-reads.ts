let own = new Set<string>();
const shared = new Set<string>();
let inCheck = false;

/**
 * Notes that the running check read a file of the run. A read outside of a check (in a hook) counts for all checks of
 * the suite file that follow.
 */
export function noteRead(path: string): void {
  (inCheck ? own : shared).add(path);
}

/** Starts the notes of the next suite file. */
export function beginFileReads(): void {
  shared.clear();
}

/** Starts the next check's notes. */
export function beginReads(): void {
  own = new Set();
  inCheck = true;
}

/** Ends the check's notes; returns the paths of the run's files that the check depends on. */
export function takeReads(): readonly string[] {
  inCheck = false;
  return [...new Set([...shared, ...own])].sort();
}
