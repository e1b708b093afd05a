import { pathToFileURL } from "node:url";
import Mocha from "mocha";
import { describeError } from "../base/errors.ts";
import type { Plan } from "../plan/plan.ts";
import { nameOf } from "./check-names.ts";
import { type Classified, classify } from "./classify.ts";
import { takeAssertionCount } from "./count-assertions.ts";
import { takeFigures } from "./figures.ts";
import type { Judged, SuiteMessage } from "./messages.ts";
import { beginFileReads, beginReads, takeReads } from "./noted-reads.ts";
import { skipSwitchedOff } from "./skip-switched-off.ts";

type Send = (message: SuiteMessage) => void;

export interface FileOptions {
  readonly testTimeoutMs: number;
  /** The run's plan; undefined if it cannot be read, which each check then reports itself. */
  readonly plan: Plan | undefined;
}

/** Runs one suite file with a separate mocha instance and reports the outcome of every check in it. Never throws. */
export async function runFile(file: string, send: Send, { testTimeoutMs, plan }: FileOptions): Promise<void> {
  send({ kind: "started", file });
  beginFileReads();
  const mocha = new Mocha({ ui: "bdd", timeout: testTimeoutMs, forbidOnly: true, reporter: SilentReporter });
  try {
    mocha.suite.emit("pre-require", globalThis, file, mocha);
    mocha.suite.emit("require", await import(pathToFileURL(file).href), file, mocha);
    mocha.suite.emit("post-require", globalThis, file, mocha);
  } catch (error) {
    send({ kind: "done", file, why: `the suite file did not load: ${describeError(error)}` });
    return;
  }
  const tests = allTests(mocha.suite);
  if (plan !== undefined) skipSwitchedOff(tests, plan);
  send({ kind: "loaded", file, checks: tests.map(nameOf) });
  if (tests.length === 0) send({ kind: "done", file, why: "the suite file holds no check" });
  else await runTests(mocha, tests, (message) => send({ ...message, file }));
}

/** A mocha reporter without output, because results leave the process through `send`. */
class SilentReporter extends Mocha.reporters.Base {}

function allTests(suite: Mocha.Suite): readonly Mocha.Test[] {
  return [...suite.tests, ...suite.suites.flatMap(allTests)];
}

type SendOfFile = (
  message:
    | {
        kind: "judged";
        check: Judged;
        figures: ReturnType<typeof takeFigures>;
        reads: ReturnType<typeof takeReads>;
      }
    | { kind: "done" },
) => void;

async function runTests(mocha: Mocha, tests: readonly Mocha.Test[], send: SendOfFile): Promise<void> {
  const left = new Set(tests);
  const hooks: { readonly suite: Mocha.Suite | undefined; readonly came: Classified }[] = [];
  const report = (test: Mocha.Test, came: Classified): void => {
    left.delete(test);
    send({
      kind: "judged",
      check: { ...nameOf(test), ...came, durationMs: test.duration ?? 0 },
      figures: takeFigures(undefined),
      reads: takeReads(),
    });
  };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("test", (test) => begin(test));
    runner.on("pass", (test) => report(test, passed()));
    runner.on("pending", (test) => report(test, { outcome: "skip", message: "skipped by the suite" }));
    runner.on("fail", (failed: Mocha.Runnable, thrown: unknown) => {
      if (failed instanceof Mocha.Test) report(failed, classify(thrown));
      else hooks.push({ suite: failed.parent, came: inHook(failed, classify(thrown)) });
    });
  });
  for (const test of left) report(test, whyNotRun(test, hooks));
  for (const { suite, came } of hooks) if (came.outcome !== "skip") send(hookCheck(suite, came));
  send({ kind: "done" });
}

function begin(test: Mocha.Test): void {
  takeAssertionCount();
  takeFigures(nameOf(test).id);
  beginReads();
}

/**
 * Returns pass if the check made an assertion, otherwise unknown, because a loop over an empty list asserts nothing.
 */
function passed(): Classified {
  if (takeAssertionCount() > 0) return { outcome: "pass" };
  return { outcome: "unknown", message: "the check ended without one assertion made" };
}

function inHook(hook: Mocha.Runnable, came: Classified): Classified {
  return came.outcome === "skip" ? came : { ...came, message: `${hook.title}: ${came.message ?? ""}` };
}

function whyNotRun(
  test: Mocha.Test,
  hooks: readonly { suite: Mocha.Suite | undefined; came: Classified }[],
): Classified {
  const around = new Set<Mocha.Suite>();
  for (let at = test.parent; at !== undefined; at = at.parent) around.add(at);
  const hook = hooks.find(({ suite }) => suite !== undefined && around.has(suite));
  if (hook?.came.outcome === "skip") return hook.came;
  return { outcome: "unknown", message: `not run: ${hook?.came.message ?? "mocha left it out"}` };
}

function hookCheck(suite: Mocha.Suite | undefined, came: Classified): Parameters<SendOfFile>[0] {
  const name = nameOf({ title: "hooks: what runs around the checks did not throw", parent: suite });
  return { kind: "judged", check: { ...name, ...came, durationMs: 0 }, figures: [], reads: [] };
}
