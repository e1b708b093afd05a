import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { z } from "zod";
import { describeError, usageError } from "../base/errors.ts";

/**
 * Reads a YAML file and parses it by a schema. Every problem is reported at once with its path; exit 3.
 * `what` names the file's role to the reader: "scenario".
 */
export async function readYaml<T>(file: string, schema: z.ZodType<T>, what: string): Promise<T> {
  const text = await readText(file, what);
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    throw usageError(
      `${what} ${file} is not YAML:\n${document.errors.map((e) => `  ${e.message}`).join("\n")}`,
      {
        code: "YAML_SYNTAX",
        hint: `fix the file, then: lokiproof plan ${file}`,
      },
    );
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const count = parsed.error.issues.length;
  throw usageError(
    `${what} ${file} has ${count} problem${count === 1 ? "" : "s"}:\n${listed(parsed.error)}`,
    {
      code: "BAD_FILE",
      hint: "the fields are described in lib/scenario/scenario.schema.json",
    },
  );
}

function listed(error: z.ZodError): string {
  return z
    .prettifyError(error)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw usageError(`cannot read the ${what} ${file}: ${describeError(error)}`, {
      code: "NO_FILE",
      hint: "lokiproof plan --list   shows the scenarios that come with lokiproof",
      cause: error,
    });
  }
}
