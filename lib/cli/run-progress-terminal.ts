import { Listr } from "listr2";
import type { Progress } from "../base/log.ts";
import { cleanText } from "../output/clean.ts";
import type { RunProgress } from "../run/run-progress.ts";

/**
 * Shows steps live on a terminal, and as plain lines elsewhere; nothing else writes to stdout meanwhile. Listr writes to
 * the terminal itself, so every text is cleaned before it gets one: titles, progress and the messages of errors.
 */
export const terminalProgress: RunProgress = {
  async step(title, work) {
    let result: { readonly value: Awaited<ReturnType<typeof work>> } | undefined;
    let thrown: { readonly error: unknown } | undefined;
    const tasks = new Listr(
      [
        {
          title: cleanText(title),
          task: async (_, task) => {
            const progress: Progress = {
              say: (text) => {
                if (!plainAndRecent()) task.output = cleanText(text);
              },
              warn: (text) => {
                task.output = cleanText(`warning: ${text}`);
                warnings.push(`${title}: ${text}`);
              },
            };
            try {
              result = { value: await work(progress) };
            } catch (error) {
              thrown = { error };
              // oxlint-disable-next-line preserve-caught-error -- Listr is to see no more of it than may be shown
              throw new Error(cleanText(error instanceof Error ? error.message : String(error)));
            }
          },
        },
      ],
      {
        fallbackRenderer: "simple",
        rendererOptions: {
          timer: { condition: (ms) => ms > 500, field: (ms) => `${(ms / 1000).toFixed(1)} s` },
        },
        registerSignalListeners: false,
      },
    );
    try {
      await tasks.run();
    } catch (error) {
      throw thrown === undefined ? error : thrown.error;
    }
    if (result === undefined) throw new Error(`step ${title} ended without a result`);
    return result.value;
  },
};

/** Between two lines of plain output: a log is not a screen that is drawn again. */
const plainIntervalMs = 5_000;
let saidMs = 0;

function plainAndRecent(): boolean {
  const nowMs = performance.now();
  const recent = nowMs - saidMs < plainIntervalMs;
  if (!recent) saidMs = nowMs;
  return recent && !process.stdout.isTTY;
}

/** What was warned of so far, for the summary at the end. */
export const warnings: string[] = [];
