import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { type Json, settingAt, textAt } from "../../base/json.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import { type QueryRangeOptions, queryRange } from "../../loki/query.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { querySettings } from "../../promises/query-settings.ts";
import type { Member } from "../../stack/stack.ts";
import { askFrontend, frontendAnswer } from "./frontend-answers.ts";
import { routingTenant } from "./routing-tenant.ts";
import { observeLinks, schedulerLinks } from "./scheduler-links.ts";
import { observeSharding, shardedLines } from "./sharded-lines.ts";
import { splitRange } from "./split-range.ts";

/** The parallelism and split settings of one query-frontend, spelled as Loki reports them. */
const frontendLimits = z.strictObject({
  frontend: z.string(),
  url: z.string(),
  problem: z.string().optional(),
  splitQueriesByInterval: z.string(),
  maxQueryParallelism: z.number(),
  tsdbMaxQueryParallelism: z.number(),
});

const queryPathRecord = z.strictObject({
  /** Every frontend's answer to a query over a range of whole split intervals. */
  answers: z.array(frontendAnswer),
  limits: z.array(frontendLimits),
  links: z.array(schedulerLinks),
  /** How many sub-queries each querier processed during this probe. */
  queriers: z.array(z.strictObject({ querier: z.string(), url: z.string(), workedOff: z.int() })),
  sharding: shardedLines,
});
export type QueryPathRecord = z.infer<typeof queryPathRecord>;

/**
 * The maximum number of rounds of queries, sent until every querier has processed a sub-query. Each round has 4 queries
 * of 32 splits.
 */
const rounds = 8;
const queriesPerRound = 4;

/** Follows range queries from each query-frontend through the schedulers to the queriers. */
export const queryPathProbe: Probe<QueryPathRecord> = {
  id: "routing.query-path",
  phase: "disturbing",
  record: queryPathRecord,
  timeoutMs: 120_000,
  observe: async (context, signal) => {
    const { stack, plan, clock } = context;
    const frontends = stack.members.filter(({ component }) => component === "query-frontend");
    const settings = querySettings(plan, routingTenant);
    const range = rangeQuery(splitRange(clock.now(), settings), signal);
    const before = await workedOff(context, signal);
    const links = await observeLinks(context, signal);
    const answers = await Promise.all(frontends.map((frontend) => askFrontend(frontend, range)));
    // A frontend that did not answer is not queried again, because it would hang for just as long.
    const speaking = frontends.filter((_, index) => (answers[index]?.status ?? 0) > 0);
    const sharding = await observeSharding(context, speaking, signal);
    return {
      answers,
      limits: await Promise.all(frontends.map((frontend) => limitsOf(frontend, signal))),
      links: [...links],
      queriers: await untilAllWorked(context, { before, range }),
      sharding,
    };
  },
};

function rangeQuery(
  range: { readonly startMs: number; readonly endMs: number },
  signal: AbortSignal,
): QueryRangeOptions {
  return {
    tenant: routingTenant,
    query: 'sum(count_over_time({lokiproof_routing="splits"}[1m]))',
    startNs: `${range.startMs}000000`,
    endNs: `${range.endMs}000000`,
    stepS: 60,
    noCache: true,
    signal,
  };
}

/**
 * Waits until every querier has processed a sub-query. The scheduler chooses the querier for each sub-query, so more
 * queries are sent until each querier has had one, or until the rounds are used up. A querier counts an answer when it
 * has handed the answer to a frontend (pkg/querier/worker/metrics.go, 3.7.8).
 */
async function untilAllWorked(
  context: ProbeContext,
  { before, range }: { readonly before: ReadonlyMap<string, number>; readonly range: QueryRangeOptions },
): Promise<QueryPathRecord["queriers"]> {
  const queriers = context.stack.members.filter(({ component }) => component === "querier");
  for (let round = 0; ; round += 1) {
    const now = await workedOff(context, range.signal);
    const seen = queriers.map(({ name, url }) => ({
      querier: name,
      url,
      workedOff: (now.get(name) ?? 0) - (before.get(name) ?? 0),
    }));
    if (round === rounds || seen.every((querier) => querier.workedOff > 0)) return seen;
    await Promise.all(Array.from({ length: queriesPerRound }, () => askGateway(context, range)));
  }
}

/**
 * Sends a query through the gateway only to create work for queriers. Ignores the answer, because other checks judge
 * the gateway's answers.
 */
async function askGateway({ stack }: ProbeContext, range: QueryRangeOptions): Promise<void> {
  const bounded = AbortSignal.any([range.signal, AbortSignal.timeout(2_000)]);
  try {
    await queryRange(stack.gatewayUrl, { ...range, signal: bounded });
  } catch {
    range.signal.throwIfAborted();
  }
}

async function workedOff({ stack }: ProbeContext, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const queriers = stack.members.filter(({ component }) => component === "querier");
  const read = queriers.map(async ({ name, url }) => {
    const samples = await readMetrics(url, signal);
    return [name, sumOf(samples, "loki_querier_query_frontend_request_duration_seconds_count") ?? 0] as const;
  });
  return new Map(await Promise.all(read));
}

async function limitsOf(
  { name, url }: Member,
  signal: AbortSignal,
): Promise<QueryPathRecord["limits"][number]> {
  try {
    const config = await runningConfig(url, signal);
    const limit = (setting: string): Json | undefined => settingAt(config, ["limits_config", setting]);
    return {
      frontend: name,
      url,
      splitQueriesByInterval: textAt(config, ["limits_config", "split_queries_by_interval"]),
      maxQueryParallelism: Number(limit("max_query_parallelism") ?? 0),
      tsdbMaxQueryParallelism: Number(limit("tsdb_max_query_parallelism") ?? 0),
    };
  } catch (error) {
    signal.throwIfAborted();
    const none = { splitQueriesByInterval: "", maxQueryParallelism: 0, tsdbMaxQueryParallelism: 0 };
    return { frontend: name, url, problem: describeError(error), ...none };
  }
}
