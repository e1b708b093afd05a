import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../output/write-whole.ts";
import { runDirVariable } from "./judged-run.ts";
import { type SuiteMessage, suiteMessage } from "./messages.ts";

export interface SuiteProcessOptions {
  readonly runDir: string;
  /** The file to which the suites' output is appended. */
  readonly log: string;
  /** The longest time without a message before the suites' process counts as hung. */
  readonly silenceMs: number;
  /** The timeout of one async check. */
  readonly testTimeoutMs: number;
  readonly signal: AbortSignal;
}

const tailChars = 2_000;

/**
 * Runs suite files in a separate process and passes each of its messages to `hear`. When the process has ended,
 * resolves with how it ended. Rejects only when the caller aborts. The process never outlives the call.
 */
export async function runSuiteProcess(
  files: readonly string[],
  hear: (message: SuiteMessage) => void,
  options: SuiteProcessOptions,
): Promise<string> {
  options.signal.throwIfAborted();
  const child = start(files, options);
  let hung = false;
  const watch = new Watchdog(options.silenceMs, () => {
    hung = true;
    child.kill("SIGKILL");
  });
  child.on("message", (message) => {
    watch.feed();
    // Messages that a suite itself sends are ignored.
    const parsed = suiteMessage.safeParse(message);
    if (parsed.success) hear(parsed.data);
  });
  try {
    const ended = await closed(child);
    await writeWhole(options.log, await readFile(options.log, "utf8"));
    return hung
      ? `was killed after ${options.silenceMs} ms without a word`
      : `${ended}: ${tailOf(options.log)}`;
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    watch.stop();
    child.kill("SIGKILL");
  }
}

function start(files: readonly string[], options: SuiteProcessOptions): ChildProcess {
  const output = openSync(options.log, "a", 0o600);
  try {
    return fork(
      fileURLToPath(new URL("child.ts", import.meta.url)),
      [String(options.testTimeoutMs), ...files],
      {
        execArgv: ["--disable-warning=ExperimentalWarning"],
        env: { ...process.env, [runDirVariable]: options.runDir },
        stdio: ["ignore", output, output, "ipc"],
        killSignal: "SIGKILL",
        signal: options.signal,
      },
    );
  } finally {
    closeSync(output);
  }
}

/** Resolves when the child process has ended and its last message has arrived. */
function closed(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("close", (code, signal) => resolve(`ended early (${signal ?? `exit code ${code}`})`));
    child.once("error", reject);
  });
}

/** A watchdog that calls `bark` if it is not fed for `silenceMs`. */
class Watchdog {
  readonly #timer: NodeJS.Timeout;

  constructor(silenceMs: number, bark: () => void) {
    this.#timer = setTimeout(bark, silenceMs);
  }

  feed(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

function tailOf(log: string): string {
  return readFileSync(log, "utf8").slice(-tailChars).trim() || "it printed nothing";
}
