import { styleText } from "node:util";
import { Listr, type ListrTask, type PresetTimer } from "listr2";
import type { Progress } from "../base/log.ts";
import { cleanText } from "../output/clean.ts";
import type { RunProgress } from "../run/run-progress.ts";

/**
 * Shows a run's steps live on a terminal, and as plain lines otherwise. Nothing else writes to stdout meanwhile. Every
 * text is cleaned of secrets before it reaches Listr, which writes to the terminal itself. Only the work determines how
 * a step ends: if the display fails, the work's result is still returned, because it might be a stack that must be torn
 * down.
 */
export const terminalProgress: RunProgress = {
  async step(title, work) {
    let working: ReturnType<typeof work> | undefined;
    const task: Task = async (_, shown) => {
      working = work(progressOf(title, shown));
      try {
        await working;
      } catch (error) {
        // oxlint-disable-next-line preserve-caught-error -- Listr is to see no more of it than may be shown
        throw new Error(cleanText(error instanceof Error ? error.message : String(error)));
      }
    };
    const steps = new Listr([{ title: cleanText(title), task }], {
      fallbackRenderer: "simple",
      rendererOptions: { timer },
      registerSignalListeners: false,
    });
    try {
      await steps.run();
    } catch (error) {
      if (working === undefined) throw error;
    }
    if (working === undefined) throw new Error(`step ${title} was never started`);
    return await working;
  },
};

type Task = Extract<ListrTask["task"], (...args: never) => unknown>;

/** `format` is required although its type says otherwise: listr2 10 calls this function without a check. */
const timer: PresetTimer = {
  condition: (ms) => ms > 500,
  field: (ms) => `${(ms / 1000).toFixed(1)} s`,
  format: () => (text) => (text === undefined ? "" : styleText("dim", text)),
};

function progressOf(title: string, shown: { output: string }): Progress {
  return {
    say: (text) => {
      if (!plainAndRecent()) shown.output = cleanText(text);
    },
    warn: (text) => {
      shown.output = cleanText(`warning: ${text}`);
      warnings.push(`${title}: ${text}`);
    },
  };
}

/** The minimum time between two progress lines in plain output, because a log is not redrawn like a screen. */
const plainIntervalMs = 5_000;
let saidMs = 0;

function plainAndRecent(): boolean {
  const nowMs = performance.now();
  const recent = nowMs - saidMs < plainIntervalMs;
  if (!recent) saidMs = nowMs;
  return recent && !process.stdout.isTTY;
}

/** All warnings that lokiproof printed so far, for the summary at the end. */
export const warnings: string[] = [];
