import pLimit from "p-limit";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { type JsonObject, textAt } from "../../base/json.ts";
import { readMetrics } from "../../loki/metrics.ts";
import { query } from "../../loki/query.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { querySettings } from "../../promises/query-settings.ts";
import type { Member } from "../../stack/stack.ts";
import { lookupClient, ownIndexMetrics, servedBy } from "./index-counters.ts";
import { routingTenant } from "./routing-tenant.ts";

const client = z.strictObject({ lookups: z.int(), failed: z.int(), connections: z.number().optional() });

/** The index lookups of one querier while no other querier was queried. The counts are increases during that time. */
const lookupWindow = z.strictObject({
  querier: z.string(),
  url: z.string(),
  /** The number of queried selectors. Each selector needs one index lookup. */
  asked: z.int(),
  /** Why the querier's first failed query failed. Absent if all queries were answered. */
  problem: z.string().optional(),
  /** Counts of the querier's index gateway client. Absent if the querier has no such client. */
  client: client.optional(),
  ownIndexMetrics: z.array(z.string()),
  /** The number of lookups that each index gateway served, by the gateway's name. */
  served: z.record(z.string(), z.int()),
  /** The querier's current `storage_config.tsdb_shipper.index_gateway_client.server_address`. */
  serverAddress: z.string(),
  mode: z.string(),
});
export type LookupWindow = z.infer<typeof lookupWindow>;

const indexLookupsRecord = z.strictObject({ windows: z.array(lookupWindow) });
export type IndexLookupsRecord = z.infer<typeof indexLookupsRecord>;

const requestsPerQuerier = 20;
const selectorsPerRequest = 10;
const requestsAtATime = 4;
/**
 * The time after which an index lookup counts as hanging. A lookup takes milliseconds, but an index gateway that cannot
 * read its index retries for minutes.
 */
const hangsAfterMs = 15_000;

/**
 * Tests to which index gateways each querier sends its index lookups. Queries every querier directly, one at a time,
 * for data so old that only the store is read. Counts the lookups at the querier and at the index gateways. No data
 * needs to be stored, because even a query with an empty result needs a lookup.
 */
export const indexLookupsProbe: Probe<IndexLookupsRecord> = {
  id: "routing.index-lookups",
  phase: "disturbing",
  record: indexLookupsRecord,
  timeoutMs: 120_000,
  planned: (plan) => plan.replicas["index-gateway"] > 0,
  observe: async (context, signal) => {
    const windows: LookupWindow[] = [];
    for (const querier of context.stack.members.filter(({ component }) => component === "querier")) {
      context.progress.say(`index lookups of ${querier.name}`);
      windows.push(await windowOf(querier, context, signal));
    }
    return { windows };
  },
};

async function windowOf(querier: Member, context: ProbeContext, signal: AbortSignal): Promise<LookupWindow> {
  const gateways = context.stack.members.filter(({ component }) => component === "index-gateway");
  const [before, servedBefore] = await Promise.all([
    readMetrics(querier.url, signal),
    servedBy(gateways, signal),
  ]);
  const problem = await askAll(querier, context, signal);
  const [after, servedAfter] = await Promise.all([
    readMetrics(querier.url, signal),
    servedBy(gateways, signal),
  ]);
  const config = await runningConfig(querier.url, signal);
  const [first, last] = [lookupClient(before), lookupClient(after)];
  return {
    querier: querier.name,
    url: querier.url,
    asked: requestsPerQuerier * selectorsPerRequest,
    ...(problem === undefined ? {} : { problem }),
    ...(last === undefined
      ? {}
      : {
          client: {
            lookups: last.lookups - (first?.lookups ?? 0),
            failed: last.failed - (first?.failed ?? 0),
            ...(last.connections === undefined ? {} : { connections: last.connections }),
          },
        }),
    ownIndexMetrics: [...ownIndexMetrics(after)],
    served: Object.fromEntries(
      gateways.map(({ name }) => [name, (servedAfter[name] ?? 0) - (servedBefore[name] ?? 0)]),
    ),
    ...addressing(config),
  };
}

function addressing(config: JsonObject): Pick<LookupWindow, "serverAddress" | "mode"> {
  const at = ["storage_config", "tsdb_shipper", "index_gateway_client", "server_address"];
  return { serverAddress: textAt(config, at), mode: textAt(config, ["index_gateway", "mode"]) };
}

/**
 * Sends all queries to the querier. Returns why the first failed query failed. After a failure sends no more queries,
 * because the querier can no longer be judged.
 */
async function askAll(
  querier: Member,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { plan, clock } = context;
  const settings = querySettings(plan, routingTenant);
  const oldMs = clock.now() - settings.ingestersWithinMs - 3_600_000;
  const limit = pLimit(requestsAtATime);
  let problem: string | undefined;
  const requests = Array.from({ length: requestsPerQuerier }, (_, request) =>
    limit(async () => {
      if (problem !== undefined) return;
      const what = { query: selectors(`${querier.name}-${request}`), timeNs: `${oldMs}000000` };
      problem = (await ask(querier, what, signal)) ?? problem;
    }),
  );
  await Promise.all(requests);
  return problem;
}

async function ask(
  querier: Member,
  what: { readonly query: string; readonly timeNs: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(hangsAfterMs)]);
  try {
    const answer = await query(querier.url, { ...what, tenant: routingTenant, signal: bounded });
    return answer.status === 200 ? undefined : `${answer.status}: ${answer.body.slice(0, 160)}`;
  } catch (error) {
    signal.throwIfAborted();
    return bounded.aborted ? `no answer within ${hangsAfterMs / 1000} s` : describeError(error);
  }
}

/** Returns one query of several distinct selectors. The query engine looks up each selector separately in the index. */
function selectors(mark: string): string {
  const legs = Array.from(
    { length: selectorsPerRequest },
    (_, leg) => `count_over_time({lokiproof_routing="${mark}-${leg}"}[1m])`,
  );
  return legs.join(" or ");
}
