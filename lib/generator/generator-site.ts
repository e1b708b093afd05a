import type { Progress } from "../base/log.ts";
import { familyOf } from "../traffic/bodies/body-spec.ts";
import { readyFamilies } from "./bodies/ready-families.ts";
import { type Share, wholeLoad } from "./generator-share.ts";
import type { FloodFile, StormFile } from "./k6-files.ts";
import { type K6Exit, runK6 } from "./k6-process.ts";
import { type Starvation, watchStarvation } from "./starvation.ts";

/** A k6 script and its input. The flood's ready-made push bodies are added on the machine where the script runs. */
export type Told =
  | { readonly script: "flood"; readonly file: FloodFile }
  | { readonly script: "storm"; readonly file: StormFile };

/** The result of one k6 process that ran a script. */
export type Ended = Told & {
  readonly share: Share;
  /** The folder of the file with the script's recorded requests: `recordFileOf`. */
  readonly dir: string;
  readonly exit: K6Exit;
  /** How much CPU other processes took on k6's machine; undefined if not known. */
  readonly starved: Starvation | undefined;
};

/** The place where the generators of a load run. */
export interface GeneratorSite {
  /** The number of k6 processes that share each script. */
  readonly generators: number;
  /**
   * Runs every script to its end in every generator, all starting at the same moment. The scripts' records grow under
   * `dir` meanwhile. On abort, resolves with the records written until then. A failure of k6 shows only in its exit
   * code.
   */
  run(
    told: readonly Told[],
    options: { readonly dir: string; readonly signal: AbortSignal; readonly progress: Progress },
  ): Promise<readonly Ended[]>;
}

/** Runs the generators on this machine: one k6 process per script, each with that script's complete load. */
export function localSite(options: {
  readonly k6Path: string;
  readonly closedLoop?: boolean;
  readonly processTrees?: readonly number[];
}): GeneratorSite {
  return {
    generators: 1,
    run: async (told, { dir, signal }) => {
      const starvation = watchStarvation(told[0]?.file.runId ?? "", options.processTrees);
      try {
        const ready = await Promise.all(told.map((one) => withBodies(one, signal)));
        const exits = await Promise.all(
          ready.map((one) => runK6({ ...options, ...one, share: wholeLoad, dir, signal })),
        );
        const starved = starvation.stop();
        return told.flatMap((one, i) => {
          const exit = exits[i];
          return exit === undefined ? [] : { ...one, share: wholeLoad, dir, exit, starved };
        });
      } finally {
        starvation.stop();
      }
    },
  };
}

/**
 * Returns the script with the flood's ready-made push bodies; creates those that this machine's cache lacks. Rejects as
 * `readyFamilies` does.
 */
export async function withBodies(told: Told, signal: AbortSignal): Promise<Told> {
  if (told.script === "storm") return told;
  const { file } = told;
  const wanted = file.scenarios.map((lane) => ({ seed: file.seed, ...familyOf(lane) }));
  const { families } = await readyFamilies(wanted, { env: process.env, signal });
  return { script: "flood", file: { ...file, families } };
}
