/**
 * The result of checking one need of a run on this machine. `missing` prevents a run; `warning` means that a run could
 * fail.
 */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "warning" | "missing";
  readonly detail: string;
  /** The command for the user to type. Present unless the state is "ok". */
  readonly fix?: string;
}

const gibibyte = 1024 ** 3;

/** Formats bytes as "7.4 GiB". */
function inGibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}

export interface RoomOptions {
  readonly wantedGibibytes: number;
  readonly neededGibibytes: number;
  readonly fix: string;
}

/** Judges free disk or memory: less than `neededGibibytes` is `missing`, less than `wantedGibibytes` is a warning. */
export function roomFinding(name: string, freeBytes: number, options: RoomOptions): Finding {
  const { wantedGibibytes, neededGibibytes, fix } = options;
  const detail = `${inGibibytes(freeBytes)} free`;
  if (freeBytes >= wantedGibibytes * gibibyte) return { name, state: "ok", detail };
  const short = `${detail}, expected ${wantedGibibytes} GiB or more`;
  return { name, state: freeBytes < neededGibibytes * gibibyte ? "missing" : "warning", detail: short, fix };
}
