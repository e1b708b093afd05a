let own = new Set<string>();
const shared = new Set<string>();
let inCheck = false;

/** Notes that the running check read a file of the run; a read outside of every check (in a hook) is of all that follow. */
export function noteRead(path: string): void {
  (inCheck ? own : shared).add(path);
}

/** Begins the notes of the next suite file. */
export function beginFileReads(): void {
  shared.clear();
}

/** Begins the next check's notes. */
export function beginReads(): void {
  own = new Set();
  inCheck = true;
}

/** Ends the check's notes, and returns the files of the run that it rests on. */
export function takeReads(): readonly string[] {
  inCheck = false;
  return [...new Set([...shared, ...own])].sort();
}
