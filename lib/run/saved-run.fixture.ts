import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { around, flood, generator, pushes } from "../claims/reconciliation/reconciliation.fixture.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { type RunFolder, runFolder } from "../judge/run-folder.fixture.ts";
import { sampleFacts } from "../report/fixtures/sample-facts.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { appendLines, writeRecord } from "../run-folder/write-run.ts";
import { conclude } from "./conclude.ts";

/**
 * Returns the folder of a small run that ended and passed, as `run` leaves it. The run is judged by one of lokiproof's
 * suites and by the given suites.
 */
export async function endedRun(userSuites: readonly string[] = []): Promise<RunFolder> {
  const folder = await runFolder({ tenants: { payments: { flood } }, suites: ["reconciliation"] });
  const suites = await copySuites({ runDir: folder.dir, only: ["reconciliation"], userSuites });
  await appendLines(folder.dir, runFiles.pushes, pushes);
  await appendLines(folder.dir, runFiles.counters, around({}));
  await writeRecord(folder.dir, runFiles.generators, [generator]);
  await folder.write("stack/logs/ingester-0.log", "level=info msg=ready\n");
  const problems: string[] = [];
  const facts = { ...sampleFacts, runId: "test-run", problems };
  await conclude(folder.dir, { facts: () => facts, problem: (text) => problems.push(text), suites });
  return folder;
}

/** Copies a run's folder, so that a test can damage the copy. */
export async function copyOf(
  run: Pick<RunFolder, "dir">,
): Promise<AsyncDisposable & { readonly dir: string }> {
  const parent = await mkdtemp(join(tmpdir(), "lokiproof-copy-"));
  const dir = join(parent, "run");
  await cp(run.dir, dir, { recursive: true });
  return { dir, [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }) };
}
