import { Worker } from "node:worker_threads";
import type { Json } from "../base/json.ts";
import { BadYaml, BadYamls, badYamlError, type YamlFault } from "./bad-yaml.ts";
import { type GoValue, goValue } from "./go-value.ts";
import { parseTree } from "./parse-tree.ts";
import type { YamlDialect } from "./yaml-dialect.ts";

export interface ParseOptions {
  readonly dialect: YamlDialect;
  /** The YAML file's name in messages, such as "scenario ./a.yaml". */
  readonly name: string;
  readonly hint?: string | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The maximum length, in characters, of a YAML text that is parsed in the main thread. A longer text is parsed in a
 * worker thread, which can be terminated: the parser needs about three seconds per MB.
 */
const inThisThread = 64 * 1024;
const parseTimeoutMs = 3500;

/** The input of the worker thread that parses a YAML text. */
export interface ParseJob {
  readonly text: string;
  readonly dialect: YamlDialect;
}

/** The result that the YAML worker thread sends back: the value, or the syntax errors. */
export type Parsed = GoValue | { readonly faults: readonly YamlFault[] };

/**
 * Parses a YAML text by the rules of `dialect`, such as those of Loki's own YAML parser. Throws usageError with line
 * numbers, or the abort reason.
 */
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
