import { Command } from "commander";
import { usageError } from "../base/errors.ts";
import { chooseSuites } from "../judge/copy-suites.ts";
import { declaredChecks } from "../judge/known-checks.ts";
import { print } from "../output/print.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import { describeList } from "./describe-list.ts";
import { listed } from "./plan-options.ts";

/** `lokiproof checks [PATTERN]`: lists the id and claim of every check, including those of the user's own suites. */
export function checksCommand(): Command {
  return new Command("checks")
    .description("list every check: its id, and what it claims")
    .argument("[pattern]", "an id such as ring.before, or a suite: ring.*")
    .option("--suites <path>", "also list the checks of your own suites; repeatable", listed, [])
    .action(listChecks);
}

async function listChecks(
  pattern: string | undefined,
  flags: { readonly suites: readonly string[] },
): Promise<void> {
  const all = await declaredChecks(await chooseSuites({ only: undefined, userSuites: flags.suites }));
  const chosen = all.filter(({ id }) => pattern === undefined || matchesCheck(pattern, id));
  if (chosen.length === 0)
    throw usageError(`no check is called ${pattern ?? ""}`, {
      code: "NO_SUCH_CHECK",
      hint: "lokiproof checks",
    });
  print(describeList(chosen.map(({ id, title }) => ({ name: id, description: title }))));
}
