import { join, resolve } from "node:path";
import { Command } from "commander";
import { letRead, type Readers } from "../output/access.ts";
import { print } from "../output/print.ts";
import { writeWhole, writeWholeJson } from "../output/write-whole.ts";
import { requireWritable } from "../run-folder/require-writable.ts";
import { markdownVerification, terminalVerification } from "../verify/describe-verification.ts";
import { readSavedRun } from "../verify/saved-run.ts";
import type { Verification } from "../verify/verification.ts";
import { verify } from "../verify/verify.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { decimalNumber } from "./number-parsers.ts";
import { addReadersOption, type ReadersFlags, readersOf } from "./readers-option.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { stackToVerify } from "./stack-to-verify.ts";
import { httpUrl } from "./text-parsers.ts";

interface VerifyFlags extends ReadersFlags {
  readonly stack?: string;
  readonly url?: string;
  readonly wait?: number;
  readonly out?: string;
}

/**
 * `lokiproof verify DIR`: reads an earlier run's acknowledged lines back from a stack. Exits with 0 if all lines are
 * there, 1 if some are missing, 2 if this is not known.
 */
export function verifyCommand(): Command {
  return addReadersOption(new Command("verify"))
    .description(
      "read an earlier run's acknowledged lines back from a stack: run, upgrade by any means, verify",
    )
    .argument("<dir>", "the run's folder, such as reports/<run-id>")
    .option("--stack <run-id>", "a kept stack, as `lokiproof status` shows it; default: the run's own")
    .option("--out <dir>", "where the report is written; default: next to the run's folder")
    .option("--url <url>", "any Loki: the base URL of its gateway", httpUrl("--url"))
    .option(
      "--wait <seconds>",
      "how long to retry lines that are not there yet; default: 30",
      decimalNumber({ from: 0, to: 3600 }),
    )
    .action(async (dir: string, flags: VerifyFlags) => {
      const signal = abortOnInterrupt();
      const saved = await readSavedRun(dir);
      const reportDir = resolve(flags.out ?? `${saved.dir}-verified`);
      await requireWritable(reportDir);
      const where = await stackToVerify(flags, saved, signal);
      const patienceMs = flags.wait === undefined ? undefined : flags.wait * 1000;
      const result = await terminalProgress.step(`reading ${saved.plan.runId} back`, () =>
        verify(saved, { ...where, patienceMs, signal, now: new Date() }),
      );
      const report = await save(reportDir, result, {
        readers: readersOf(flags),
        own: flags.out === undefined,
      });
      print(`${terminalVerification(result)}report  ${report}\n`);
      process.exitCode = result.exitCode;
    });
}

/**
 * Writes the report of `verify` next to the run's folder, never into it, because a run's result must not change.
 * Returns the report's path.
 */
async function save(
  dir: string,
  result: Verification,
  { readers, own }: { readonly readers: Readers; readonly own: boolean },
): Promise<string> {
  const name = `verify-${result.verifiedAt.replaceAll(/[-:]/g, "").replace(/\.\d+Z$/, "Z")}`;
  await writeWholeJson(join(dir, `${name}.json`), result);
  await writeWhole(join(dir, `${name}.md`), markdownVerification(result));
  // A folder that the user named can hold other files, so lokiproof does not change its permissions.
  if (own) await letRead(dir, readers);
  return join(dir, `${name}.md`);
}
