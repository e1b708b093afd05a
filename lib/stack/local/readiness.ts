import { request } from "undici";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { refusalIn } from "../../loki/refusal-in.ts";
import type { ReadyOptions } from "../await-rings.ts";
import { isAlive, type ProcessRef } from "../process-table.ts";
import { lastLogLines } from "../spawned.ts";
import type { LokiProcess } from "./topology.ts";

export interface StartedLoki {
  readonly loki: LokiProcess;
  readonly process: ProcessRef;
  readonly logPath: string;
}

/**
 * Resolves when Loki's /ready answers 200. Throws HarnessError LOKI_ENDED with Loki's last log lines if the process
 * ends earlier, and LOKI_NOT_READY with the last answer at the deadline.
 */
export async function awaitReady(
  { loki, process, logPath }: StartedLoki,
  options: ReadyOptions,
): Promise<void> {
  const ended = "the process ended";
  const seen = await poll(
    async (signal) =>
      isAlive(process) ? await getText(`http://127.0.0.1:${loki.httpPort}/ready`, signal) : ended,
    (answer) => answer === ended || answer.startsWith("200 "),
    { ...options, intervalMs: 100 },
  );
  if (seen.last === ended) throw lokiEnded(loki.name, logPath);
  if (seen.settled) return;
  throw new HarnessError(
    `${loki.name}: expected /ready to answer 200 within ${options.timeoutMs / 1000} s, last: ${seen.lastError ?? seen.last}`,
    { code: "LOKI_NOT_READY", hint: `read ${logPath}` },
  );
}

function lokiEnded(name: string, logPath: string): HarnessError {
  const lines = lastLogLines(logPath, 200);
  const words = refusalIn(lines.join("\n")) || lines.slice(-8).join("\n");
  return new HarnessError(
    `${name} ended before it was ready; its output:\n  ${words.replaceAll("\n", "\n  ")}`,
    {
      code: "LOKI_ENDED",
      hint: `read ${logPath}`,
    },
  );
}

async function getText(url: string, signal: AbortSignal): Promise<string> {
  const answer = await request(url, { signal });
  return `${answer.statusCode} ${(await answer.body.text()).trim()}`;
}
