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
  /** The expected kind of input file. If a file is recognised as another kind, the error names that kind. */
  readonly kind?: InputKind;
  /** The YAML dialect of the program that reads the file in production, such as Loki or Helm. */
  readonly dialect?: YamlDialect;
  readonly signal?: AbortSignal | undefined;
  /** Called with a remark about something in a file that is accepted but that the user should know. */
  readonly warn?: ((remark: string) => void) | undefined;
  /**
   * The value that stands for an empty file, or for one that contains only null. If not given, an empty file is an
   * error.
   */
  readonly empty?: Json;
  /** The advice for the user if the file cannot be read. */
  readonly hint?: string;
}

/** The maximum size of a YAML input file, which is the size limit of a Kubernetes ConfigMap. */
const maxYamlBytes = 1024 * 1024;

/**
 * Reads a YAML file and parses it by a schema. Throws usageError (exit 3) that lists every problem with its
 * path. `what` is the file's role in messages, such as "scenario".
 */
export async function readYaml<T>(
  file: string,
  schema: z.ZodType<T>,
  what: string,
  options: ReadYamlOptions = {},
): Promise<T> {
  return parseBySchema(await readGiven(file, what, options), schema, what);
}

/** Parses the content of an input file by a schema. Throws usageError that lists every problem with its path. */
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

/**
 * Reads a YAML file, and returns its value together with its text, for callers that pass the text to another program.
 * Throws usageError.
 */
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

/** Returns an error that names what a non-YAML file really is, or undefined if its text is not recognised. */
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
