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
    expect(answers.length, `number of query-frontends that were queried (${names})`).to.equal(
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
    expect(links.length, `number of query-schedulers (${names})`).to.equal(
      plan().replicas["query-scheduler"],
    );
    const expected = expectedLinks(plan());
    const working = links.filter(
      ({ frontendStreams, querierStreams }) => frontendStreams + querierStreams > 0,
    );
    expect(working.length, "number of query-schedulers that have a connection").to.equal(
      settings().schedulers,
    );
    for (const { scheduler, frontendStreams, querierStreams } of working) {
      const shown = look({ probe: queryPathProbe, find: scheduler });
      expect(frontendStreams, `number of streams of query-frontends on ${scheduler}; ${shown}`).to.equal(
        expected.frontendStreams,
      );
      expect(querierStreams, `number of streams of queriers on ${scheduler}; ${shown}`).to.be.at.least(
        expected.querierStreams,
      );
    }
  });

  it("queriers: every querier executes queries", () => {
    const { queriers } = recordOf(queryPathProbe);
    const names = queriers.map(({ querier, workedOff }) => `${querier} ${workedOff}`).join(", ") || "none";
    expect(queriers.length, `number of queriers (${names})`).to.equal(plan().replicas.querier);
    for (const { querier, workedOff } of queriers) {
      expect(workedOff, `number of sub-queries that ${querier} executed (${names})`).to.be.above(0);
    }
    figure(`sub-queries executed: ${names}`);
  });

  it("splits: range queries are split by split_queries_by_interval", () => {
    const answered = recordOf(queryPathProbe).answers.filter(({ status }) => status === 200);
    if (answered.length === 0)
      unknown("not checked: no query-frontend answered, so none reported its splits");
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
      skip(`not checked: ${routingTenant} has this cluster's limits, and a few lines make no shards`);
    if (pushStatus !== 204)
      unknown(`not checked: the lines to be sharded were not accepted: push answered ${pushStatus}`);
    if (unsharded === undefined)
      unknown(`not checked: the lines could not be counted without sharding on any querier: ${problem}`);
    if (unsharded === 0)
      unknown("not checked: the lines to be sharded were accepted, but no querier found them");
    const answered = answers.filter(({ status }) => status === 200);
    if (answered.length === 0)
      unknown("not checked: no query-frontend answered, so none reported its shards");
    for (const { frontend, shards, counted } of answered) {
      const what = `number of shards that ${frontend} made (Loki's own data.stats.summary.shards)`;
      expect(shards, what).to.be.at.least(fewestShards);
      expect(counted, `number of lines that ${frontend} counted over ${shards} shards`).to.equal(unsharded);
    }
    figure(
      `${answered.map(({ shards }) => shards).join(" and ")} shards, ${unsharded} lines counted by each`,
    );
  });

  it("parallelism: every query-frontend has the planned query parallelism", () => {
    const { limits } = recordOf(queryPathProbe);
    expect(limits.length, "number of query-frontends whose limits were queried").to.equal(
      plan().replicas["query-frontend"],
    );
    const expected = settings();
    for (const { frontend, problem, ...held } of limits) {
      if (problem !== undefined) unknown(`not checked: ${frontend} did not report its limits: ${problem}`);
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
