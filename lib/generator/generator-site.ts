import type { Progress } from "../base/log.ts";
import { familyOf } from "../traffic/bodies/body-spec.ts";
import { readyFamilies } from "./bodies/ready-families.ts";
import { type Share, wholeLoad } from "./generator-share.ts";
import type { FloodFile, StormFile } from "./k6-files.ts";
import { type K6Exit, runK6 } from "./k6-process.ts";
import { type Starvation, watchStarvation } from "./starvation.ts";

/** One script and what it is told; the flood's ready-made bodies are added where it runs. */
export type Told =
  | { readonly script: "flood"; readonly file: FloodFile }
  | { readonly script: "storm"; readonly file: StormFile };

/** What one k6 that ran a script left. */
export type Ended = Told & {
  readonly share: Share;
  /** Where it recorded its requests: `recordFileOf`. */
  readonly dir: string;
  readonly exit: K6Exit;
  /** What others took of its machine; undefined where that cannot be told. */
  readonly starved: Starvation | undefined;
};

/** Where the generators of a load run. */
export interface GeneratorSite {
  /** How many k6 share each script. */
  readonly generators: number;
  /**
   * Runs every script in every generator, all from one moment on, to their ends. Their records grow under `dir`
   * meanwhile. Resolves also when it was aborted, with what was recorded by then; what k6 does its exit code says.
   */
  run(
    told: readonly Told[],
    options: { readonly dir: string; readonly signal: AbortSignal; readonly progress: Progress },
  ): Promise<readonly Ended[]>;
}

/** Here: one k6 process a script, the whole load each. */
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

/** The same with the flood's ready-made bodies, made where this machine's cache lacks them. Rejects as `readyFamilies`. */
export async function withBodies(told: Told, signal: AbortSignal): Promise<Told> {
  if (told.script === "storm") return told;
  const { file } = told;
  const wanted = file.scenarios.map((lane) => ({ seed: file.seed, ...familyOf(lane) }));
  const { families } = await readyFamilies(wanted, { env: process.env, signal });
  return { script: "flood", file: { ...file, families } };
}
