import { z } from "zod";
import { type HarnessError, usageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { refuseOtherKind } from "../input/input-kind.ts";
import { type InputKind, inputNames } from "../input/known-kinds.ts";
import { recogniseText } from "../input/other-text.ts";
import { parseYaml } from "../input/parse-yaml.ts";
import { readInput } from "../input/read-input.ts";
import { ownYaml, type YamlDialect } from "../input/yaml-dialect.ts";
import { secrets } from "../output/secret-registry.ts";
import type { GivenFile } from "./given-files.ts";

export interface ReadYamlOptions {
  /** Refuses a file of any other kind by what it is. */
  readonly kind?: InputKind;
  /** How the program that the file is meant for reads YAML. */
  readonly dialect?: YamlDialect;
  readonly signal?: AbortSignal | undefined;
  /** Called with what the reader of the file should know, though it is allowed. */
  readonly warn?: ((remark: string) => void) | undefined;
  /** The value of a file that is empty, or says null; without it such a file is an error. */
  readonly empty?: Json;
  /** The next thing to do if the file cannot be read. */
  readonly hint?: string;
}

/** As much as a ConfigMap of Kubernetes holds. */
const maxYamlBytes = 1024 * 1024;

/**
 * Reads a YAML file and parses it by a schema. Every problem is reported at once with its path; exit 3.
 * `what` names the file's role to the reader: "scenario".
 */
export async function readYaml<T>(
  file: string,
  schema: z.ZodType<T>,
  what: string,
  options: ReadYamlOptions = {},
): Promise<T> {
  return parseBySchema(await readGiven(file, what, options), schema, what);
}

/** Throws usageError with every problem of a file, each with its path. */
export function parseBySchema<T>({ file, value }: GivenFile, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const count = parsed.error.issues.length;
  throw usageError(
    `${what} ${file} has ${count} problem${count === 1 ? "" : "s"}:\n${listed(parsed.error)}`,
    {
      code: "BAD_FILE",
      hint: "the fields are described in lib/plan/scenario.schema.json",
    },
  );
}

/** Reads a YAML file, with its text for those who ask another program about it. Throws usageError. */
export async function readGiven(file: string, what: string, options: ReadYamlOptions): Promise<GivenFile> {
  const { kind, dialect = ownYaml, signal, warn, empty, hint = hintFor(kind) } = options;
  const name = `${what} ${file}`;
  const text = await readInput(file, { what, maxBytes: maxYamlBytes, signal, hint });
  const { value, remarks } = await parseYaml(text, {
    dialect,
    name,
    signal,
    hint: `correct it: ${file}`,
  }).catch((error: unknown) => {
    throw otherText(text, name, kind) ?? error;
  });
  secrets.addFrom("", value);
  for (const remark of remarks) warn?.(`${name}, ${remark}`);
  if (value === null) return { file, text, value: emptyValue(name, empty) };
  if (kind !== undefined) refuseOtherKind(value, kind, name);
  return { file, text, value };
}

function emptyValue(name: string, empty: Json | undefined): Json {
  if (empty !== undefined) return empty;
  throw usageError(`${name} is empty`, { code: "EMPTY_FILE", hint: "check that it is the right file" });
}

/** A text that is not YAML, by what it is; undefined where nothing says so, or where its fault is another. */
function otherText(text: string, name: string, kind: InputKind | undefined): HarnessError | undefined {
  const other = recogniseText(text);
  if (other === undefined) return undefined;
  const wanted = kind === undefined ? "YAML" : inputNames[kind];
  return usageError(`${name}: expected ${wanted}, but this is ${other.is}`, {
    code: "OTHER_KIND",
    hint: other.instead,
  });
}

function hintFor(kind: InputKind | undefined): string | undefined {
  if (kind !== "scenario" && kind !== "breakage") return undefined;
  return "lokiproof plan --list   shows the scenarios that come with lokiproof";
}

function listed(error: z.ZodError): string {
  return z
    .prettifyError(error)
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
