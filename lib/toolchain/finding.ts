/** One thing that a run needs of the machine. `missing` keeps a run from working; a `warning` may. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "missing";
  readonly detail: string;
  /** What to type; there is one wherever the state is not "ok". */
  readonly fix?: string;
}

const gibibyte = 1024 ** 3;

/** "7.4 GiB", for people. */
function inGibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}

export interface RoomOptions {
  readonly wantedGibibytes: number;
  readonly neededGibibytes: number;
  readonly fix: string;
}

/** Judges an amount of disk or memory: below `needed` it is missing, below `wanted` it is warned of. */
export function roomFinding(name: string, freeBytes: number, options: RoomOptions): Finding {
  const { wantedGibibytes, neededGibibytes, fix } = options;
  const detail = `${inGibibytes(freeBytes)} free`;
  if (freeBytes >= wantedGibibytes * gibibyte) return { name, state: "ok", detail };
  const short = `${detail}, expected ${wantedGibibytes} GiB or more`;
  return { name, state: freeBytes < neededGibibytes * gibibyte ? "missing" : "warning", detail: short, fix };
}
