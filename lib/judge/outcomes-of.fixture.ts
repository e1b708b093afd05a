import type { Plan } from "../plan/plan.ts";
import type { CheckResult } from "../verdict/check.ts";
import { copySuites } from "./copy-suites.ts";
import { runFolder } from "./run-folder.fixture.ts";
import { judge } from "./run-suites.ts";

export interface RunToJudge {
  /** The name of the only suite that judges the run. */
  readonly suite: string;
  readonly plan?: Partial<Plan>;
  /** The data that each probe observed, by the probe's id. */
  readonly observed?: Readonly<Record<string, unknown>>;
  /** The run's other files, by path. For a `.jsonl` path, an array is written as one line per element. */
  readonly files?: Readonly<Record<string, unknown>>;
}

/** Judges a run with the given records, and returns the outcome of each check. */
export async function outcomesOf(run: RunToJudge): Promise<Record<string, CheckResult["outcome"]>> {
  const { suite, plan, observed = {}, files = {} } = run;
  // No check is required, because checks that the scenario requires of other suites would be missing.
  await using folder = await runFolder({ ...plan, required: [] });
  await copySuites({ runDir: folder.dir, only: [suite], userSuites: [] });
  for (const [probe, data] of Object.entries(observed)) await folder.observed(probe, data);
  for (const [path, content] of Object.entries(files)) await folder.write(path, textOf(path, content));
  const { checks } = await judge(folder.dir, { signal: AbortSignal.timeout(60_000) });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

function textOf(path: string, content: unknown): unknown {
  if (!path.endsWith(".jsonl") || !Array.isArray(content)) return content;
  return content.map((record) => `${JSON.stringify(record)}\n`).join("");
}
