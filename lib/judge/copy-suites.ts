import { cp, mkdir, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeError, usageError } from "../base/errors.ts";
import type { Manifest } from "../run-folder/manifest.ts";
import { runFolders } from "../run-folder/run-files.ts";
import { refuseBadSuite } from "./refuse-bad-suite.ts";
import { suiteEnding } from "./suite-ending.ts";

const ownSuites = fileURLToPath(new URL("../../suites/", import.meta.url));

export interface SuitesWanted {
  /**
   * Names of lokiproof's suites to judge by; default: all. "ring" means suites/ring.suite.ts and every
   * suites/ring-*.suite.ts. A user's own suites always run.
   */
  readonly only: readonly string[] | undefined;
  /** The paths that the user gave with `--suites`: suite files, or folders whose .ts files are all copied. */
  readonly userSuites: readonly string[];
}

/**
 * Returns the files that judge a run. Throws usageError for a suite that does not exist, two files of the same name, or
 * a folder without a suite.
 */
export async function chooseSuites({ only, userSuites }: SuitesWanted): Promise<readonly string[]> {
  const chosen = [...(await chooseOwn(only)), ...(await gatherUsers(userSuites))];
  refuseClashes(chosen);
  return chosen;
}

/** A suite file that was copied into a run's folder. */
export type CopiedSuite = Manifest["suites"][number];

/** Copies the suites that judge this run into `<runDir>/suites`, so that the same suites can judge it again. */
export async function copySuites(
  options: SuitesWanted & { readonly runDir: string },
): Promise<readonly CopiedSuite[]> {
  const chosen = await chooseSuites(options);
  const into = join(options.runDir, runFolders.suites);
  await mkdir(into, { recursive: true });
  for (const file of chosen) await cp(file, join(into, basename(file)));
  return chosen
    .filter((file) => file.endsWith(suiteEnding))
    .map((file) => ({
      file: basename(file),
      from: dirname(file) === dirname(join(ownSuites, "x")) ? "lokiproof" : "user",
    }));
}

/**
 * Returns the paths of lokiproof's own suites: those named, or all by default. Throws usageError for a name that does
 * not exist.
 */
export async function chooseOwn(only: readonly string[] | undefined): Promise<readonly string[]> {
  const all = (await readdir(ownSuites)).filter((name) => name.endsWith(suiteEnding)).sort();
  for (const name of only ?? []) if (!all.some((file) => isPartOf(name, file))) throw noSuchSuite(name, all);
  const chosen = only === undefined ? all : all.filter((file) => only.some((name) => isPartOf(name, file)));
  return chosen.map((name) => join(ownSuites, name));
}

/**
 * Returns whether a file belongs to the suite. A suite can have several files: "limits" is limits.suite.ts and
 * limits-refusals.suite.ts.
 */
function isPartOf(suite: string, file: string): boolean {
  return file === suite + suiteEnding || file.startsWith(`${suite}-`);
}

function noSuchSuite(name: string, all: readonly string[]): Error {
  const known = all.map((file) => file.slice(0, -suiteEnding.length)).join(", ");
  return usageError(`checks.suites names "${name}", expected one of: ${known}`, {
    code: "SUITE_UNKNOWN",
    hint: "correct the scenario's checks.suites, or give a suite of your own by --suites FILE",
  });
}

/** Returns the files that the user gave with `--suites`. Throws usageError for a file that cannot be a suite. */
export async function gatherUsers(paths: readonly string[]): Promise<readonly string[]> {
  const gathered = await Promise.all(paths.map((path) => gather(resolve(path))));
  const files = [...new Set(gathered.flat())];
  for (const file of files) {
    const together = files.filter((other) => dirname(other) === dirname(file));
    await refuseBadSuite(
      file,
      together.map((other) => basename(other)),
    );
  }
  return files;
}

async function gather(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw badSuites(path, `could not be read: ${describeError(cause)}`);
  });
  if (!found.isDirectory()) {
    if (!path.endsWith(suiteEnding))
      throw badSuites(path, `expected a folder or a file whose name ends in ${suiteEnding}`);
    return [path];
  }
  const names = (await readdir(path)).filter((name) => name.endsWith(".ts"));
  if (!names.some((name) => name.endsWith(suiteEnding)))
    throw badSuites(path, `holds no file that ends in ${suiteEnding}`);
  return names.map((name) => join(path, name));
}

function badSuites(path: string, what: string): Error {
  return usageError(`--suites ${path} ${what}`, {
    code: "SUITES_BAD",
    hint: 'see CONTRIBUTING.md, "add a suite"',
  });
}

function refuseClashes(files: readonly string[]): void {
  for (const [name, same] of Map.groupBy(files, (file) => basename(file))) {
    if (same.length < 2) continue;
    throw usageError(
      `two suite files are called ${name}: in ${same.map((file) => dirname(file)).join(" and ")}`,
      {
        code: "SUITE_CLASH",
        hint: "rename one of them",
      },
    );
  }
}
