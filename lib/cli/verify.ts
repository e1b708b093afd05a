import { join } from "node:path";
import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { letRead, type Readers } from "../output/access.ts";
import { print } from "../output/print.ts";
import { writeWhole, writeWholeJson } from "../output/write-whole.ts";
import { attach, keptRuns } from "../stack/attach.ts";
import { findRuns } from "../stack/run-inventory.ts";
import { markdownVerification, terminalVerification } from "../verify/describe-verification.ts";
import { readSavedRun } from "../verify/saved-run.ts";
import type { Verification } from "../verify/verification.ts";
import { verify } from "../verify/verify.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { decimalNumber } from "./number-parsers.ts";
import { addReadersOption, type ReadersFlags, readersOf } from "./readers-option.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { enterStack } from "./seal.ts";
import { httpUrl } from "./text-parsers.ts";

interface VerifyFlags extends ReadersFlags {
  readonly stack?: string;
  readonly url?: string;
  readonly wait?: number;
}

/** `lokiproof verify DIR`: reads what an earlier run had acknowledged back from a stack; exit 0 all there, 1 not, 2 not known. */
export function verifyCommand(): Command {
  return addReadersOption(new Command("verify"))
    .description(
      "read an earlier run's acknowledged lines back from a stack: run, upgrade by any means, verify",
    )
    .argument("<dir>", "the run's folder, such as reports/<run-id>")
    .option("--stack <run-id>", "a kept stack, as `lokiproof status` shows it; the run's own unless said")
    .option("--url <url>", "any Loki: the base URL of its gateway", httpUrl("--url"))
    .option(
      "--wait <seconds>",
      "how long to ask again for lines that are not there yet; 30 unless said",
      decimalNumber({ from: 0, to: 3600 }),
    )
    .action(async (dir: string, flags: VerifyFlags) => {
      const signal = abortOnInterrupt();
      const saved = readSavedRun(dir);
      const where = await whereOf(flags, { runId: saved.plan.runId, signal });
      const patienceMs = flags.wait === undefined ? undefined : flags.wait * 1000;
      const result = await terminalProgress.step(`reading ${saved.plan.runId} back`, () =>
        verify(saved, { ...where, patienceMs, signal, now: new Date() }),
      );
      const report = await save(saved.dir, result, readersOf(flags));
      print(`${terminalVerification(result)}report  ${report}\n`);
      process.exitCode = result.exitCode;
    });
}

async function whereOf(
  { stack, url }: VerifyFlags,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): Promise<{ readonly url: string; readonly stack?: string }> {
  if (url !== undefined && stack !== undefined) {
    throw usageError("verify: expected --stack or --url, got both", { code: "WHICH_STACK" });
  }
  if (url !== undefined) return { url };
  const name =
    stack === undefined ? theOneKept(runId) : (keptRuns({ runId: stack, all: false })[0]?.runId ?? stack);
  enterStack(name);
  return { stack: name, url: (await attach(name, signal)).gatewayUrl };
}

/** The run's own stack where it was kept, else the only one there is. */
function theOneKept(runId: string): string {
  const kept = findRuns().filter(({ standing }) => standing === "kept");
  const [first] = kept;
  if (kept.some((one) => one.runId === runId)) return runId;
  if (first !== undefined && kept.length === 1) return first.runId;
  throw usageError(`verify: expected which of ${kept.length} kept stacks to read from`, {
    code: "WHICH_STACK",
    hint: first === undefined ? "lokiproof up, or name any Loki with --url" : `--stack ${first.runId}`,
  });
}

/** Beside the run, never in it: what a run came to does not change. Returns the report's path. */
async function save(runDir: string, result: Verification, readers: Readers): Promise<string> {
  const name = `verify-${result.verifiedAt.replaceAll(/[-:]/g, "").replace(/\.\d+Z$/, "Z")}`;
  const dir = `${runDir}-verified`;
  await writeWholeJson(join(dir, `${name}.json`), result);
  await writeWhole(join(dir, `${name}.md`), markdownVerification(result));
  await letRead(dir, readers);
  return join(dir, `${name}.md`);
}
