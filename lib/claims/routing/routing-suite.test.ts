import { expect } from "chai";
import { outcomesOf } from "../../judge/outcomes-of.fixture.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { routing } from "./claim.ts";
import type { IndexLookupsRecord } from "./index-lookups.probe.ts";
import type { QueryPathRecord } from "./query-path.probe.ts";

const url = "http://127.0.0.1:20032";
const answer = { url, status: 200, splits: 32, shards: 32, counted: 0, tookMs: 340 };
const counted = { ...answer, splits: 0, shards: 64, counted: 512 };
const limits = { url, splitQueriesByInterval: "15m", maxQueryParallelism: 64, tsdbMaxQueryParallelism: 128 };
const frontends = ["query-frontend-0", "query-frontend-1"];

/** The query path record of a healthy stack of the smoke scenario (Loki 3.7.8, four queriers). */
const queryPath: QueryPathRecord = {
  answers: frontends.map((frontend) => ({ frontend, ...answer })),
  limits: frontends.map((frontend) => ({ frontend, ...limits })),
  links: ["query-scheduler-0", "query-scheduler-1"].map((scheduler) => {
    return { scheduler, url, frontendStreams: 10, querierStreams: 16 };
  }),
  queriers: [73, 52, 71, 70].map((workedOff, i) => ({ querier: `querier-${i}`, url, workedOff })),
  sharding: {
    pushStatus: 204,
    pushedBytes: 65_536,
    unsharded: 512,
    answers: frontends.map((frontend) => ({ frontend, ...counted })),
  },
};
const lookups: IndexLookupsRecord = {
  windows: [0, 1, 2, 3].map((i) => ({
    querier: `querier-${i}`,
    url,
    asked: 200,
    client: { lookups: 200, failed: 0, connections: 2 },
    ownIndexMetrics: [],
    served: { "index-gateway-0": 104, "index-gateway-1": 96 },
    serverAddress: "dns+127.0.0.1:20045",
    mode: "simple",
  })),
};

interface Seen {
  readonly path?: Partial<QueryPathRecord>;
  /** Changes to the lookup window of the first querier. */
  readonly window?: Partial<IndexLookupsRecord["windows"][number]>;
}

let plan: Plan;
before(async () => {
  const options = { scenario: "smoke", provider: "local", now: new Date() } as const;
  ({ plan } = await loadPlan(options, routing.tenants ?? {}));
});

function outcomes({ path, window }: Seen): ReturnType<typeof outcomesOf> {
  const windows = lookups.windows.map((one, i) => (i === 0 ? { ...one, ...window } : one));
  return outcomesOf({
    suite: "routing",
    plan,
    observed: { "routing.query-path": { ...queryPath, ...path }, "routing.index-lookups": { windows } },
  });
}

function changedFirst<T>([one, ...others]: readonly T[], over: Partial<T>): T[] {
  return one === undefined ? [] : [{ ...one, ...over }, ...others];
}

const checks = [
  "routing.frontends",
  "routing.schedulers",
  "routing.queriers",
  "routing.splits",
  "routing.shards",
  "routing.parallelism",
  "routing.gateways",
  "routing.balance",
  "routing.own-index",
];
const all = (outcome: string): Record<string, string> =>
  Object.fromEntries(checks.map((check) => [check, outcome]));

describe("the routing suite", function () {
  this.timeout(30_000);

  it("passes a query path that is as planned", async () => {
    expect(await outcomes({})).to.deep.equal(all("pass"));
  });

  const { answers, links, queriers, sharding } = queryPath;
  const cases: readonly (readonly [string, Seen, Record<string, string>])[] = [
    [
      "a frontend that does not answer",
      {
        path: { answers: changedFirst(answers, { status: 0, splits: 0, problem: "no answer within 20 s" }) },
      },
      { "routing.frontends": "fail" },
    ],
    [
      "a scheduler without one frontend's streams",
      { path: { links: changedFirst(links, { frontendStreams: 5 }) } },
      { "routing.schedulers": "fail" },
    ],
    [
      "a querier that is idle",
      { path: { queriers: changedFirst(queriers, { workedOff: 0 }) } },
      { "routing.queriers": "fail" },
    ],
    [
      "queries that are split otherwise",
      { path: { answers: answers.map((one) => ({ ...one, splits: 8 })) } },
      { "routing.splits": "fail" },
    ],
    [
      "queries that are not sharded",
      { path: { sharding: { ...sharding, answers: changedFirst(sharding.answers, { shards: 0 }) } } },
      { "routing.shards": "fail" },
    ],
    [
      "shards that lose a line",
      { path: { sharding: { ...sharding, answers: changedFirst(sharding.answers, { counted: 511 }) } } },
      { "routing.shards": "fail" },
    ],
    [
      "lines to be sharded that were refused",
      { path: { sharding: { ...sharding, pushStatus: 429 } } },
      { "routing.shards": "unknown" },
    ],
    [
      "a frontend with less parallelism",
      { path: { limits: changedFirst(queryPath.limits, { maxQueryParallelism: 32 }) } },
      { "routing.parallelism": "fail" },
    ],
    [
      "a querier that asks one index gateway only",
      { window: { served: { "index-gateway-0": 200, "index-gateway-1": 0 } } },
      { "routing.gateways": "fail", "routing.balance": "fail" },
    ],
    [
      "a querier that favours an index gateway",
      { window: { served: { "index-gateway-0": 160, "index-gateway-1": 40 } } },
      { "routing.balance": "fail" },
    ],
    [
      "a querier that reads the index itself",
      { window: { ownIndexMetrics: ["loki_tsdb_shipper_query_time_table_download_duration_seconds"] } },
      { "routing.own-index": "fail" },
    ],
    [
      "a querier that could not be asked",
      { window: { problem: "no answer within 15 s" } },
      { "routing.gateways": "unknown", "routing.balance": "unknown", "routing.own-index": "unknown" },
    ],
  ];
  for (const [what, seen, expected] of cases) {
    it(`tells ${what}`, async () => {
      expect(await outcomes(seen)).to.deep.equal({ ...all("pass"), ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    expect(await outcomesOf({ suite: "routing", plan })).to.deep.equal(all("unknown"));
  });
});
