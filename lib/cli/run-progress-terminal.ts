import { Listr } from "listr2";
import type { Progress } from "../base/log.ts";
import type { RunProgress } from "../run/run-progress.ts";

/** Shows steps live on a terminal, and as plain lines elsewhere; nothing else writes to stdout meanwhile. */
export const terminalProgress: RunProgress = {
  async step(title, work) {
    let result: { readonly value: Awaited<ReturnType<typeof work>> } | undefined;
    const tasks = new Listr(
      [
        {
          title,
          task: async (_, task) => {
            const progress: Progress = {
              say: (text) => {
                if (!plainAndRecent()) task.output = text;
              },
              warn: (text) => {
                task.output = `warning: ${text}`;
                warnings.push(`${title}: ${text}`);
              },
            };
            result = { value: await work(progress) };
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
    await tasks.run();
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
