import { readFile } from "node:fs/promises";
import { usageError } from "../base/errors.ts";
import { pushFormats } from "../loki/push-formats.ts";
import type { Plan } from "../plan/plan.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import { chooseSuites } from "./copy-suites.ts";

/** The placeholder for a push format in the titles of the round-trip suite's checks. */
const formatSlot = "${format}";

/** A check as its suite declares it: its id (`ring.before`), and its claim in one sentence. */
export interface DeclaredCheck {
  readonly id: string;
  readonly title: string;
}

/**
 * Returns the checks of suite files, found by the titles in their source. Loading the suites would take seconds and
 * would run the code of a user's own suites. A test compares the result for lokiproof's suites with the checks that
 * mocha finds.
 */
export async function declaredChecks(files: readonly string[]): Promise<readonly DeclaredCheck[]> {
  const sources = await Promise.all(files.map(async (file) => await readFile(file, "utf8")));
  return sources.flatMap(checksIn);
}

/** Returns the ids of the checks in suite files. */
export async function checksOf(files: readonly string[]): Promise<readonly string[]> {
  return (await declaredChecks(files)).map(({ id }) => id);
}

function checksIn(source: string): readonly DeclaredCheck[] {
  const suite = /^describe\("([^"]+)"/m.exec(source)?.[1];
  if (suite === undefined) return [];
  const declared = [...source.matchAll(/^\s*it\(\s*(["`])([a-z0-9${}.-]+): (.*?)\1,/gm)];
  return declared.flatMap(([, , slug = "", title = ""]) =>
    slug.includes(formatSlot)
      ? pushFormats.map((format) => ({
          id: `${suite}.${slug.replace(formatSlot, format)}`,
          title: title.replaceAll(/\$\{[^}]*\}/g, format),
        }))
      : [{ id: `${suite}.${slug}`, title }],
  );
}

type Named = Pick<Plan, "suites" | "required" | "breakage">;

/**
 * Throws usageError if a scenario requires, or a breakage (a deliberate fault) expects, a check that no suite has.
 * Otherwise this mistake would show only at the end of the run. If the user gives suites, patterns of unknown suites
 * are accepted.
 */
export async function refuseUnknownChecks(plan: Named, userSuites: readonly string[]): Promise<void> {
  const chosen = await checksOf(await chooseSuites({ only: plan.suites, userSuites }));
  const all = await checksOf(await chooseSuites({ only: undefined, userSuites }));
  const { mustRed = [], mayRed = [] } = plan.breakage ?? {};
  const problems = [
    ...problemsOf("checks.required", plan.required, chosen),
    ...problemsOf("mustRed", mustRed, chosen),
    ...problemsOf("mayRed", mayRed, all),
  ].filter(({ pattern }) => userSuites.length === 0 || all.some((id) => suiteOf(id) === suiteOf(pattern)));
  if (problems.length === 0) return;
  throw usageError(problems.map(({ text }) => text).join("\n"), {
    code: "NO_SUCH_CHECK",
    hint: "correct the name, or give a suite of your own that has it by --suites FILE",
  });
}

function problemsOf(
  where: string,
  patterns: readonly string[],
  known: readonly string[],
): readonly { readonly pattern: string; readonly text: string }[] {
  return patterns
    .filter((pattern) => !known.some((id) => matchesCheck(pattern, id)))
    .map((pattern) => {
      const same = known.filter((id) => suiteOf(id) === suiteOf(pattern));
      const suites = [...new Set(known.map(suiteOf))].map((suite) => `${suite}.*`);
      const expected = (same.length > 0 ? same : suites).join(", ");
      return { pattern, text: `${where}: no check is called ${pattern}; expected one of ${expected}` };
    });
}

function suiteOf(id: string): string {
  return id.split(".")[0] ?? id;
}
