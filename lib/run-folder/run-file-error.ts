import { exitCodes, HarnessError } from "../base/errors.ts";

/** An error about an unusable file of a saved run. The message names the file by its path in the run's folder. */
export class RunFileError extends HarnessError {
  /** True if the run's file does not exist. */
  readonly absent: boolean;

  constructor(where: string, why: string, { absent = false }: { readonly absent?: boolean } = {}) {
    super(`${where}: ${why}`, {
      code: "RUN_DAMAGED",
      exitCode: exitCodes.usage,
      hint: "give the folder of a run that ended: ls reports/",
    });
    this.absent = absent;
  }
}
