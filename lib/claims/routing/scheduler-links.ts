import { z } from "zod";
import { settingAt } from "../../base/json.ts";
import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { querySettings } from "../../promises/query-settings.ts";
import { routingTenant } from "./routing-tenant.ts";

/** The streams that one query-scheduler holds open (pkg/scheduler/scheduler.go, 3.7.8). */
export const schedulerLinks = z.strictObject({
  scheduler: z.string(),
  url: z.string(),
  frontendStreams: z.int(),
  querierStreams: z.int(),
});
export type SchedulerLinks = z.infer<typeof schedulerLinks>;

/**
 * Returns how many streams every query-scheduler must hold open: one for each worker of each frontend, and its share of
 * each querier's workers.
 */
export function expectedLinks(plan: Plan): Pick<SchedulerLinks, "frontendStreams" | "querierStreams"> {
  const { maxConcurrent, schedulers } = querySettings(plan, routingTenant);
  const configured = settingAt(plan.config, ["frontend", "scheduler_worker_concurrency"]);
  const perFrontend = typeof configured === "number" ? configured : 5;
  return {
    frontendStreams: plan.replicas["query-frontend"] * perFrontend,
    querierStreams: plan.replicas.querier * Math.max(1, Math.floor(maxConcurrent / Math.max(1, schedulers))),
  };
}

/**
 * How long the streams to query-schedulers have to recover after a restart. Frontends and queriers reconnect by
 * themselves.
 */
const settleMs = 3_000;

export async function observeLinks(
  { stack, plan }: ProbeContext,
  signal: AbortSignal,
): Promise<readonly SchedulerLinks[]> {
  const schedulers = stack.members.filter(({ component }) => component === "query-scheduler");
  const expected = expectedLinks(plan);
  const look = (bounded: AbortSignal): Promise<readonly SchedulerLinks[]> =>
    Promise.all(
      schedulers.map(async ({ name, url }) => {
        const samples = await readMetrics(url, bounded);
        return {
          scheduler: name,
          url,
          frontendStreams: sumOf(samples, "loki_query_scheduler_connected_frontend_clients") ?? 0,
          querierStreams: sumOf(samples, "loki_query_scheduler_connected_querier_clients") ?? 0,
        };
      }),
    );
  const whole = (seen: readonly SchedulerLinks[]): boolean =>
    seen.every(
      ({ frontendStreams, querierStreams }) =>
        frontendStreams >= expected.frontendStreams && querierStreams >= expected.querierStreams,
    );
  return (await poll(look, whole, { timeoutMs: settleMs, signal })).last ?? [];
}
