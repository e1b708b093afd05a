import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describeError, usageError } from "../base/errors.ts";
import type { Plan } from "../plan/plan.ts";
import { digestFile } from "../run-folder/digest-file.ts";
import { type Damage, findDamage } from "../run-folder/find-damage.ts";
import { type Manifest, manifestFile } from "../run-folder/manifest.ts";
import { readLeniently } from "../run-folder/read-leniently.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { reportFiles } from "../run-folder/report-files.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunFacts } from "../verdict/run-facts.ts";

/** A saved run as found on disk, before it is judged again. */
export interface ExaminedRun {
  readonly dir: string;
  readonly facts: RunFacts;
  readonly plan: Plan;
  /** The saved run's manifest; undefined if it cannot be read, and for a run of a version that wrote no manifests. */
  readonly manifest: Manifest | undefined;
  readonly manifestSha256: string | undefined;
  readonly damage: readonly Damage[];
  /** The saved run's result.json; undefined if it is missing or cannot be read. */
  readonly report: RunResult | undefined;
  /** Whether the saved run has a report, readable or not. */
  readonly hasReport: boolean;
}

/**
 * Reads a saved run and compares it with its manifest. Throws usageError if the folder cannot be judged at all; changes
 * nothing in the folder.
 */
export async function examineSavedRun(folder: string): Promise<ExaminedRun> {
  const dir = resolve(folder);
  const facts = readOf(dir, () => readStrictly(dir, runFiles.facts));
  const plan = readOf(dir, () => readStrictly(dir, runFiles.plan));
  if (plan.runId !== facts.runId) {
    throw usageError(
      `${dir} holds two runs: ${runFiles.plan.path} is of ${plan.runId}, ${runFiles.facts.path} of ${facts.runId}`,
      { code: "RUNS_MIXED", hint: "copy the folder of one run again, complete" },
    );
  }
  const report = readLeniently(dir, runFiles.result);
  const { manifest, damage } = await examineManifest(dir, facts);
  const manifestSha256 = manifest && (await digestFile(dir, manifestFile.path))?.sha256;
  return {
    dir,
    facts,
    plan,
    manifest,
    manifestSha256,
    damage: [...damage, ...otherManifest(report, manifestSha256)],
    report,
    hasReport: (await Promise.all(reportFiles.map((name) => isThere(join(dir, name))))).includes(true),
  };
}

/**
 * Turns a RunFileError into a usageError that names the folder, because the first error's message has only paths inside
 * the folder.
 */
function readOf<T>(dir: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RunFileError)) throw error;
    const ended = error.absent ? "; it was killed or is still at work, or this is not a run's folder" : "";
    throw usageError(`the run in ${dir} cannot be judged: ${error.message}${ended}`, {
      code: "RUN_DAMAGED",
      hint: "give the folder of a run that ended: ls reports/",
    });
  }
}

async function examineManifest(
  dir: string,
  facts: RunFacts,
): Promise<{ readonly manifest: Manifest | undefined; readonly damage: readonly Damage[] }> {
  const { path } = manifestFile;
  const bad = (why: string) => ({ manifest: undefined, damage: [{ path, why }] });
  try {
    const manifest = readStrictly(dir, manifestFile);
    if (manifest.runId !== facts.runId) return bad(`it is of another run, ${manifest.runId}`);
    return { manifest, damage: await findDamage(dir, manifest) };
  } catch (error) {
    if (!(error instanceof RunFileError)) throw error;
    if (error.absent && facts.manifest === undefined) return { manifest: undefined, damage: [] };
    return bad(error.absent ? "it is missing: whether anything else is, is not known" : describeError(error));
  }
}

/**
 * Reports damage if the run's report has another manifest's digest: whoever edits the manifest must edit the report
 * too.
 */
function otherManifest(report: RunResult | undefined, sha256: string | undefined): readonly Damage[] {
  const named = report?.manifestSha256;
  if (named === undefined || sha256 === undefined || named === sha256) return [];
  return [{ path: manifestFile.path, why: "it is not the one that the run's report names" }];
}

async function isThere(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
