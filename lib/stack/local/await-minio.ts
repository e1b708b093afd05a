import { request } from "undici";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { isAlive, type ProcessRef } from "../process-table.ts";
import { lastLogLines } from "../spawned.ts";
import type { StackState } from "./stack-state.ts";

const answerTimeoutMs = 60_000;

/**
 * Resolves when MinIO is ready. Throws HarnessError MINIO_SILENT with MinIO's last log lines if MinIO does not answer
 * in time or ends.
 */
export async function awaitMinio(
  state: StackState,
  minio: { readonly process: ProcessRef; readonly logPath: string },
  signal: AbortSignal,
): Promise<void> {
  const url = `http://127.0.0.1:${state.topology.minioPort}/minio/health/ready`;
  const seen = await poll(
    async (inTime) => {
      if (!isAlive(minio.process)) return "it ended";
      const answer = await request(url, { signal: inTime });
      await answer.body.dump();
      return answer.statusCode === 200 ? "ready" : `it answered ${answer.statusCode}`;
    },
    (got) => got === "ready" || got === "it ended",
    { timeoutMs: answerTimeoutMs, intervalMs: 50, signal },
  );
  if (seen.last === "ready") return;
  const words = lastLogLines(minio.logPath, 5).join("\n");
  throw new HarnessError(
    `MinIO at ${url}: expected 200 within ${answerTimeoutMs / 1000} s, got: ${seen.last ?? seen.lastError ?? "nothing"}\n${words}`,
    { code: "MINIO_SILENT", hint: `read ${minio.logPath}` },
  );
}
