import { expect } from "chai";
import { limitDurationMs } from "lokiproof/base/loki-duration.ts";
import { queryPathProbe } from "lokiproof/claims/routing/query-path.probe.ts";
import { routingTenant } from "lokiproof/claims/routing/routing-tenant.ts";
import { expectedLinks } from "lokiproof/claims/routing/scheduler-links.ts";
import { fewestShards } from "lokiproof/claims/routing/sharded-lines.ts";
import { splitRange } from "lokiproof/claims/routing/split-range.ts";
import { figure, intended, look, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { hasOwnLimits } from "lokiproof/plan/may-write.ts";
import { querySettings } from "lokiproof/promises/query-settings.ts";

const settings = () => querySettings(plan(), routingTenant);

describe("routing", () => {
  it("frontends: every query-frontend answers queries", () => {
    const { answers } = recordOf(queryPathProbe);
    const names = answers.map(({ frontend }) => frontend).join(", ") || "none";
    expect(answers.length, `query-frontends that were asked (${names})`).to.equal(
      plan().replicas["query-frontend"],
    );
    for (const { frontend, status, problem } of answers) {
      const what = `${frontend}: ${problem ?? "answered"}; a frontend without a scheduler says ready while its queries hang; ${look({ probe: queryPathProbe, find: frontend })}`;
      expect(status, what).to.equal(200);
    }
  });

  it("schedulers: every query-scheduler is connected to all frontends and all queriers", () => {
    const { links } = recordOf(queryPathProbe);
    const names = links.map(({ scheduler }) => scheduler).join(", ") || "none";
    expect(links.length, `query-schedulers (${names})`).to.equal(plan().replicas["query-scheduler"]);
    const expected = expectedLinks(plan());
    const working = links.filter(
      ({ frontendStreams, querierStreams }) => frontendStreams + querierStreams > 0,
    );
    expect(working.length, "query-schedulers that anything is connected to").to.equal(settings().schedulers);
    for (const { scheduler, frontendStreams, querierStreams } of working) {
      const shown = look({ probe: queryPathProbe, find: scheduler });
      expect(frontendStreams, `streams of query-frontends on ${scheduler}; ${shown}`).to.equal(
        expected.frontendStreams,
      );
      expect(querierStreams, `streams of queriers on ${scheduler}; ${shown}`).to.be.at.least(
        expected.querierStreams,
      );
    }
  });

  it("queriers: every querier executes queries", () => {
    const { queriers } = recordOf(queryPathProbe);
    const names = queriers.map(({ querier, workedOff }) => `${querier} ${workedOff}`).join(", ") || "none";
    expect(queriers.length, `queriers (${names})`).to.equal(plan().replicas.querier);
    for (const { querier, workedOff } of queriers) {
      expect(workedOff, `sub-queries that ${querier} worked off (${names})`).to.be.above(0);
    }
    figure(`sub-queries worked off: ${names}`);
  });

  it("splits: range queries are split by split_queries_by_interval", () => {
    const answered = recordOf(queryPathProbe).answers.filter(({ status }) => status === 200);
    if (answered.length === 0) unknown("no query-frontend answered, so none could show its splits");
    const { splits } = splitRange(0, settings());
    for (const answer of answered) {
      const what = `splits that ${answer.frontend} made of ${splits} intervals (Loki's own data.stats.summary.splits)`;
      expect(splits === 1 ? Math.max(1, answer.splits) : answer.splits, what).to.equal(splits);
    }
    figure(`${splits} splits of a range of ${splits} intervals`);
  });

  it("shards: queries are sharded by bytes, and sharding does not change their answer", () => {
    const { pushStatus, unsharded, problem, answers } = recordOf(queryPathProbe).sharding;
    if (!hasOwnLimits(plan(), routingTenant))
      skip(`${routingTenant} has this cluster's limits: a few lines make no shards`);
    if (pushStatus !== 204) unknown(`the lines to be sharded were not accepted: push answered ${pushStatus}`);
    if (unsharded === undefined)
      unknown(`the lines could not be counted without sharding on any querier: ${problem}`);
    if (unsharded === 0) unknown("the lines to be sharded were accepted, but no querier found them");
    const answered = answers.filter(({ status }) => status === 200);
    if (answered.length === 0) unknown("no query-frontend answered, so none could show its shards");
    for (const { frontend, shards, counted } of answered) {
      const what = `shards that ${frontend} made (Loki's own data.stats.summary.shards)`;
      expect(shards, what).to.be.at.least(fewestShards);
      expect(counted, `lines counted by ${frontend} over ${shards} shards`).to.equal(unsharded);
    }
    figure(
      `${answered.map(({ shards }) => shards).join(" and ")} shards, ${unsharded} lines counted by each`,
    );
  });

  it("parallelism: every query-frontend has the planned query parallelism", () => {
    const { limits } = recordOf(queryPathProbe);
    expect(limits.length, "query-frontends that showed their limits").to.equal(
      plan().replicas["query-frontend"],
    );
    const expected = settings();
    for (const { frontend, problem, ...held } of limits) {
      if (problem !== undefined) unknown(`${frontend} did not show its limits: ${problem}`);
      expect(held.maxQueryParallelism, `max_query_parallelism of ${frontend}`).to.equal(
        expected.maxQueryParallelism,
      );
      expect(held.tsdbMaxQueryParallelism, `tsdb_max_query_parallelism of ${frontend}`).to.equal(
        expected.tsdbMaxQueryParallelism,
      );
      expect(
        limitDurationMs(held.splitQueriesByInterval),
        `split_queries_by_interval of ${frontend} in milliseconds (${held.splitQueriesByInterval})`,
      ).to.equal(expected.splitIntervalMs);
    }
    intended("config.limits_config");
  });
});
