import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Plan, plan } from "../plan/plan.ts";

/** Returns a plan of the default stack without load, for tests. */
export function testPlan(over: Partial<Plan> = {}): Plan {
  return plan.parse({
    version: 1,
    runId: "test-run",
    createdAt: "2026-11-23T09:00:00Z",
    scenario: "smoke",
    description: "for a test",
    seed: 1,
    scale: 1,
    provider: "local",
    lokiVersion: "3.7.8",
    replicas: {},
    bucket: "lokiproof-chunks",
    config: {},
    overrides: {},
    tenants: {},
    budgets: [],
    required: [],
    replay: "lokiproof run smoke --seed 1",
    ...over,
  });
}

/**
 * A run's folder, outside of the package, for tests of suites and of the judge. Disposing removes the folder and the
 * reports next to it, which judging again writes if the reports in the folder are better.
 */
export interface RunFolder extends AsyncDisposable {
  readonly dir: string;
  /** Writes a file by its path inside the run's folder. Content other than a string is written as JSON. */
  write(path: string, content: unknown): Promise<void>;
  /** Writes the record of a probe in the form in which a run writes it. */
  observed(probe: string, data: unknown): Promise<void>;
}

export async function runFolder(over: Partial<Plan> = {}): Promise<RunFolder> {
  const around = await mkdtemp(join(tmpdir(), "lokiproof-run-"));
  const dir = join(around, "run");
  const write = async (path: string, content: unknown): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  await write("plan.json", testPlan(over));
  return {
    dir,
    write,
    observed: (probe, data) =>
      write(`records/${probe}.json`, { status: "observed", probe, atMs: 0, tookMs: 1, data }),
    [Symbol.asyncDispose]: () => rm(around, { recursive: true, force: true }),
  };
}
