import type { Progress } from "../base/log.ts";
import { poll } from "../base/poll.ts";
import { http } from "../loki/http.ts";
import { readMetrics, sumOf } from "../loki/metrics.ts";
import type { FlushOutcome } from "../run-folder/history-record.ts";
import type { Member, Stack } from "../stack/stack.ts";

const flushTimeoutMs = 45_000;
const notOurs =
  "the ingesters of this cluster are not ours to flush: they do it by themselves after chunk_idle_period";

/**
 * Moves everything acknowledged so far into the object store, including its index. First repeats POST /flush on each
 * ingester until no chunk is in memory. One request only queues a flush, and only the sweep after a flush releases a
 * chunk (pkg/ingester/flush.go, 3.7.8). Then restarts the ingesters gracefully, one after another. Does not throw if
 * Loki fails to flush; the returned outcome shows how far the flush got.
 */
export async function flushAndUpload(
  stack: Stack,
  signal: AbortSignal,
  progress: Progress,
): Promise<FlushOutcome> {
  const ingesters = stack.members.filter((member) => member.component === "ingester");
  if (stack.foreign) return { flushed: false, indexUploaded: false, ingesters: [], why: notOurs };
  progress.say(`flushing ${ingesters.length} ingesters`);
  const states = await Promise.all(ingesters.map((ingester) => flushed(ingester, signal)));
  const seen = states.map(({ state }) => state);
  const why = states.flatMap((one) => one.why ?? [])[0];
  if (why !== undefined || ingesters.length === 0) {
    return { flushed: false, indexUploaded: false, ingesters: seen, why: why ?? "the stack has no ingester" };
  }
  const upload = await uploadIndex(stack, ingesters, { signal, progress });
  return {
    flushed: true,
    indexUploaded: upload === undefined,
    ingesters: seen,
    ...(upload ? { why: upload } : {}),
  };
}

type IngesterState = FlushOutcome["ingesters"][number];

async function flushed(
  { name, url }: Member,
  signal: AbortSignal,
): Promise<{ readonly state: IngesterState; readonly why?: string }> {
  const { settled, last, lastError } = await poll(
    async (attempt) => {
      await http(`${url}/flush`, { method: "POST", signal: attempt });
      const samples = await readMetrics(url, attempt);
      const chunksInMemory = sumOf(samples, "loki_ingester_memory_chunks");
      return { chunksInMemory, queued: sumOf(samples, "loki_ingester_flush_queue_length") };
    },
    ({ chunksInMemory, queued }) => chunksInMemory === 0 && (queued ?? 0) === 0,
    { timeoutMs: flushTimeoutMs, intervalMs: 500, signal },
  );
  const { chunksInMemory, queued } = last ?? {};
  const state = {
    name,
    ...(chunksInMemory === undefined ? {} : { chunksInMemory }),
    ...(queued === undefined ? {} : { queued }),
  };
  if (settled) return { state };
  const held = `${name} still has ${chunksInMemory ?? "an unknown number of"} chunks in memory`;
  return {
    state,
    why: `${held} ${flushTimeoutMs / 1000} s after the first POST /flush${lastError ? `: ${lastError}` : ""}`,
  };
}

/**
 * Restarts the ingesters, which uploads their index. Returns undefined on success, else why the ingesters cannot be
 * restarted.
 */
async function uploadIndex(
  stack: Stack,
  ingesters: readonly Member[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<string | undefined> {
  if (stack.restart === undefined)
    return "this stack cannot restart an ingester: its index is uploaded within 16 minutes";
  for (const ingester of ingesters) {
    progress.say(`restarting ${ingester.name}, which uploads its index`);
    await stack.restart(ingester, signal);
  }
  return undefined;
}
