import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Plan } from "../plan/plan.ts";
import type { Manifest } from "../run-folder/manifest.ts";
import { readText } from "../run-folder/read-text.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFolders } from "../run-folder/run-files.ts";
import { chooseOwn, gatherUsers } from "./copy-suites.ts";
import { suiteEnding } from "./suite-ending.ts";

export interface SavedSuites {
  /** The suite files to run. */
  readonly files: readonly string[];
  /** Suites of the saved run that are missing or cannot run now, and why. */
  readonly lacking: readonly string[];
  /** Remarks on the suites for the reader of the report; they do not change the verdict. */
  readonly notes: readonly string[];
}

export interface SuitesOfRun {
  readonly runDir: string;
  readonly plan: Plan;
  /** The saved run's manifest; undefined for a run of a version that wrote no manifests. */
  readonly manifest: Manifest | undefined;
  /** The paths that the user gave with `--suites`. */
  readonly userSuites: readonly string[];
  /** Whether to run the suites in the run's folder without comparing them with lokiproof's own. */
  readonly trust: boolean;
}

/**
 * Chooses the suites for judging a saved run again: those that judged it before. A suite in the run's folder might be
 * foreign code. Unless the user trusts the folder, lokiproof's own suite of the same name runs in its place. A user's
 * suite runs only if the user gives it again or trusts the folder.
 */
export async function chooseSavedSuites(run: SuitesOfRun): Promise<SavedSuites> {
  const own = new Map((await chooseOwn(undefined)).map((file) => [basename(file), file]));
  const given = new Map((await gatherUsers(run.userSuites)).map((file) => [basename(file), file]));
  const had = await suitesHad(run, own);
  const chosen = await Promise.all(had.map((name) => choose(name, { ...run, own, given })));
  const added = [...given].filter(([name]) => name.endsWith(suiteEnding) && !had.includes(name));
  const more = [...own.keys()].filter((name) => !had.includes(name) && isPlanned(name, run.plan));
  return {
    files: [...chosen.flatMap(({ file }) => file ?? []), ...added.map(([, file]) => file)],
    lacking: chosen.flatMap(({ lacking }) => lacking ?? []),
    notes: [
      ...chosen.flatMap(({ note }) => note ?? []),
      ...added.map(([name]) => `${name} was given by --suites; the run did not have it`),
      ...more.map(
        (name) => `${name}: this lokiproof has the suite, and the run did not; it was not judged by it`,
      ),
    ],
  };
}

/**
 * Returns the names of the suites that judged the run. For a run without a manifest, these are lokiproof's suites that
 * the plan lists, plus all suites in the run's folder.
 */
async function suitesHad(
  { runDir, plan, manifest }: SuitesOfRun,
  own: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  if (manifest !== undefined) return manifest.suites.map(({ file }) => file);
  const saved = join(runDir, runFolders.suites);
  const found = (await readdir(saved).catch(() => [])).filter((name) => name.endsWith(suiteEnding));
  const planned = [...own.keys()].filter((name) => isPlanned(name, plan));
  return [...new Set([...planned, ...found])].sort();
}

function isPlanned(name: string, { suites }: Plan): boolean {
  return (
    suites === undefined || suites.some((one) => name === one + suiteEnding || name.startsWith(`${one}-`))
  );
}

interface Sources {
  readonly runDir: string;
  readonly own: ReadonlyMap<string, string>;
  readonly given: ReadonlyMap<string, string>;
  readonly trust: boolean;
}

interface Choice {
  readonly file?: string;
  readonly lacking?: string;
  readonly note?: string;
}

async function choose(name: string, { runDir, own, given, trust }: Sources): Promise<Choice> {
  const path = `${runFolders.suites}/${name}`;
  const [kept, user, lokiproofs] = [textOrNothing(runDir, path), given.get(name), own.get(name)];
  if (user !== undefined) {
    if ((await readFile(user, "utf8")) === kept) return { file: user };
    return { file: user, note: `${name}: the one given by --suites is not the one that the run had` };
  }
  if (trust && kept !== undefined) return { file: join(runDir, path) };
  if (lokiproofs === undefined) return { lacking: whyNot(name, kept !== undefined) };
  if ((await readFile(lokiproofs, "utf8")) === kept) return { file: lokiproofs };
  const how =
    kept === undefined ? "the run's folder has no copy" : "the run's copy differs from lokiproof's own";
  return { file: lokiproofs, note: `${name}: ${how}; judged by lokiproof's own` };
}

function whyNot(name: string, isThere: boolean): string {
  return isThere
    ? `${name} is not lokiproof's, so it was not run; next: --suites PATH gives it again, or --trust-suites runs the run's copy`
    : `${name}: the run had it; it is neither in its folder nor in this lokiproof; next: --suites PATH`;
}

function textOrNothing(runDir: string, path: string): string | undefined {
  try {
    return readText(runDir, path);
  } catch (error) {
    if (error instanceof RunFileError) return undefined;
    throw error;
  }
}
