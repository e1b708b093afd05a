let own = new Set<string>();
const shared = new Set<string>();
let inCheck = false;

/**
 * Notes that the running check read a file of the run. A read outside of a check (in a hook) counts for all later
 * checks of the suite file.
 */
export function noteRead(path: string): void {
  (inCheck ? own : shared).add(path);
}

/** Starts the notes on the files that the next suite file reads. */
export function beginFileReads(): void {
  shared.clear();
}

/** Starts the notes on the files that the next check reads. */
export function beginReads(): void {
  own = new Set();
  inCheck = true;
}

/** Ends the notes on the files that a check reads. Returns the paths of the run's files that the check depends on. */
export function takeReads(): readonly string[] {
  inCheck = false;
  return [...new Set([...shared, ...own])].sort();
}
