import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { poll } from "../base/poll.ts";
import type { Ended, KindSandbox } from "./kind-run.fixture.ts";

const { signal } = new AbortController();
const momentTimeoutMs = 420_000;

/** A moment of a run: seen by what it has left on the disk, and so many seconds later. */
export interface Moment {
  readonly name: string;
  /** A file below the run's own folder, or of its report; with a text that must be in it. */
  readonly file: string;
  readonly text?: string;
  readonly laterS?: number;
}

interface EndedRun {
  readonly sandbox: KindSandbox;
  /** Of `lokiproof run smoke`: where. */
  readonly flags: readonly string[];
}

function reached({ file, text = "" }: Moment, sandbox: KindSandbox): boolean {
  const root = dirname(sandbox.reports);
  const found = globSync([file, join("state", "lokiproof", file)], { cwd: root }).map((one) =>
    join(root, one),
  );
  return found.some((one) => existsSync(one) && readFileSync(one, "utf8").includes(text));
}

/** Runs smoke until the moment, then tells lokiproof; resolves when it has ended. */
export async function endAt(
  moment: Moment,
  how: "SIGKILL" | "SIGINT",
  { sandbox, flags }: EndedRun,
): Promise<Ended> {
  const running = sandbox.start(["run", "smoke", ...flags, "--out", sandbox.reports]);
  let over: Ended | undefined;
  const ended = running.ended.then((seen) => (over = seen));
  const seen = await poll(
    () => Promise.resolve(over !== undefined || reached(moment, sandbox)),
    (there) => there,
    { timeoutMs: momentTimeoutMs, intervalMs: 50, signal },
  );
  expect(seen.settled, `reached: ${moment.name}`).to.equal(true);
  await new Promise((resolve) => setTimeout(resolve, (moment.laterS ?? 0) * 1000));
  expect(over, `reached before the run ended: ${moment.name}`).to.equal(undefined);
  running.kill(how);
  const told = await ended;
  process.stdout.write(`${how} while ${moment.name}: ${told.all.trim().split("\n").at(-1) ?? ""}\n`);
  return told;
}

interface KilledRun extends EndedRun {
  /** All that may not be changed in the end. */
  readonly around: () => Promise<readonly string[]>;
  /** By then the run has made something of it. */
  readonly changed?: boolean;
}

/** Kill -9 at the moment, which must leave something, and sweep: what is around is as it was, and no file is left. */
export async function expectSwept(
  moment: Moment,
  { around, changed = false, ...run }: KilledRun,
): Promise<void> {
  const { sandbox } = run;
  const before = await around();
  const { all } = await endAt(moment, "SIGKILL", run);
  expect(await sandbox.leftFiles(), `files left by the kill: ${all}`).to.not.deep.equal([]);
  if (changed) expect(await around(), `left by the kill: ${all}`).to.not.deep.equal(before);
  const swept = await sandbox.start(["sweep"]).ended;
  expect(swept.exitCode, swept.all).to.equal(0);
  expect(await around(), swept.all).to.deep.equal(before);
  expect(await sandbox.leftFiles(), swept.all).to.deep.equal([]);
}
