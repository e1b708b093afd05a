import { existsSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { basename, join } from "node:path";
import { usageError } from "../base/errors.ts";
import { readInput } from "../input/read-input.ts";
import { suiteEnding } from "./suite-ending.ts";

const lib = join(import.meta.dirname, "..");
/** Maximum size of a suite file in bytes, much more than a real suite has; a larger file is not a suite. */
const maxBytes = 1024 * 1024;

/**
 * Throws usageError for a user's file that cannot be a suite: not text, not TypeScript, without a check, or with an
 * import of a module that will not exist. Runs nothing in the file. `together` has the names of the other files that
 * are copied.
 */
export async function refuseBadSuite(file: string, together: readonly string[]): Promise<void> {
  const source = await readInput(file, { what: "suite", maxBytes });
  const code = withoutTypes(file, source);
  if (file.endsWith(suiteEnding) && !/\b(?:it|specify|test)\b/.test(code))
    throw bad(file, "holds no check: no call of it()");
  for (const [, from = ""] of code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g)) {
    const why = whyMissing(from, together);
    if (why !== undefined) throw bad(file, `imports "${from}": ${why}`);
  }
}

/** Strips the types as Node does at run time, so that the same sources are refused as by Node. */
function withoutTypes(file: string, source: string): string {
  try {
    return stripTypeScriptTypes(source);
  } catch (error) {
    const [first = ""] = error instanceof Error ? error.message.trim().split("\n") : [];
    throw bad(file, `is not TypeScript that Node can run: ${first}`);
  }
}

function whyMissing(from: string, together: readonly string[]): string | undefined {
  if (from.startsWith("lokiproof/"))
    return existsSync(join(lib, from.slice("lokiproof/".length)))
      ? undefined
      : "lokiproof has no such module";
  if (!from.startsWith(".")) return undefined;
  const isCopied = from === `./${basename(from)}` && together.includes(basename(from));
  return isCopied ? undefined : "only .ts files of the folder given by --suites are copied into the run";
}

function bad(file: string, what: string): Error {
  return usageError(`suite ${file} ${what}`, {
    code: "SUITE_BAD",
    hint: 'CONTRIBUTING.md, "Add a suite", shows one; lokiproof judge RUN --suites FILE   tries it on a saved run',
  });
}
