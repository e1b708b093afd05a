import { Worker } from "node:worker_threads";
import type { Json } from "../base/json.ts";
import { BadYaml, BadYamls, badYamlError, type YamlFault } from "./bad-yaml.ts";
import { type GoValue, goValue } from "./go-value.ts";
import { parseTree } from "./parse-tree.ts";
import type { YamlDialect } from "./yaml-dialect.ts";

export interface ParseOptions {
  readonly dialect: YamlDialect;
  /** The file, as messages name it: "scenario ./a.yaml". */
  readonly name: string;
  readonly hint?: string | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Longer texts are parsed in a thread that can be ended: the parser manages about 1 MB in three seconds. */
const inThisThread = 64 * 1024;
const parseTimeoutMs = 3500;

/** What the thread is given. */
export interface ParseJob {
  readonly text: string;
  readonly dialect: YamlDialect;
}

/** A parse that ended: what the thread sends back. */
export type Parsed = GoValue | { readonly faults: readonly YamlFault[] };

/** Parses a YAML text as the program that it is meant for does. Throws usageError with lines, or the abort's reason. */
export async function parseYaml(
  text: string,
  options: ParseOptions,
): Promise<{ readonly value: Json; readonly remarks: readonly string[] }> {
  const { name, hint = "correct these lines" } = options;
  const parsed =
    text.length <= inThisThread ? parse(text, options.dialect) : await parseInThread(text, options);
  if (!("faults" in parsed)) return parsed;
  throw badYamlError(parsed.faults, name, hint);
}

export function parse(text: string, dialect: YamlDialect): Parsed {
  try {
    return goValue(parseTree(text), dialect);
  } catch (error) {
    if (error instanceof BadYaml) return { faults: [{ line: error.line, message: error.message }] };
    if (!(error instanceof BadYamls)) throw error;
    return { faults: error.faults.map(({ line, message }) => ({ line, message })) };
  }
}

async function parseInThread(
  text: string,
  { dialect, timeoutMs = parseTimeoutMs, signal }: ParseOptions,
): Promise<Parsed> {
  signal?.throwIfAborted();
  const job: ParseJob = { text, dialect };
  const thread = new Worker(new URL("./parse-thread.ts", import.meta.url), { workerData: job });
  try {
    return await new Promise<Parsed>((resolve, reject) => {
      const tooSlow = { line: 1, message: "it takes too long to read: make it smaller" };
      const timer = setTimeout(() => resolve({ faults: [tooSlow] }), timeoutMs);
      signal?.addEventListener("abort", () => reject(signal.reason as unknown), { once: true });
      thread.once("message", resolve).once("error", reject);
      thread.once("exit", () => clearTimeout(timer));
    });
  } finally {
    await thread.terminate();
  }
}
