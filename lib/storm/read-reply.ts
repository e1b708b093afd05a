import type { QueryRecord, queryStats } from "../run-folder/request-record.ts";
import type { Digest } from "./answer.ts";
import type { PlannedQuery } from "./planned-query.ts";
import { reduceAnswer } from "./reduce-answer.ts";

/** The part of a query's record that is read from Loki's reply. */
type Seen = Pick<QueryRecord, "results" | "answer" | "error" | keyof typeof queryStats>;

interface Stats {
  readonly summary?: Readonly<Record<string, number>>;
  readonly querier?: { readonly store?: Readonly<Record<string, number>> };
}

/**
 * Returns the content of a 200 reply: Loki's statistics, and the answer if the expected answer is known. If the reply
 * does not have the form that Loki's API defines, returns an error.
 */
export function readReply(planned: PlannedQuery, body: string, digest: Digest): Seen {
  try {
    const reply: { readonly data?: unknown } = JSON.parse(body);
    const { results, answer } = reduceAnswer(planned, reply, digest);
    return { results, ...(planned.known ? { answer } : {}), ...statsOf(reply.data) };
  } catch (error) {
    return { results: 0, error: `a 200 that is no answer (${String(error)}): ${body}`.slice(0, 300) };
  }
}

function statsOf(data: unknown): Partial<Seen> {
  if (typeof data !== "object" || data === null || !("stats" in data)) return {};
  const { summary, querier }: Stats = data.stats ?? {};
  return {
    splits: summary?.["splits"],
    shards: summary?.["shards"],
    bytesProcessed: summary?.["totalBytesProcessed"],
    linesProcessed: summary?.["totalLinesProcessed"],
    chunks: querier?.store?.["totalChunksDownloaded"],
    queueTimeS: summary?.["queueTime"],
    execTimeS: summary?.["execTime"],
  };
}
