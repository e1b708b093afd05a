import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type Breakage, breakage } from "./breakage-schema.ts";
import { loadPlan } from "./load-plan.ts";
import type { Plan } from "./plan.ts";
import { refuseBreakage } from "./refuse-breakage.ts";

let plan: Plan;
before(async () => {
  ({ plan } = await loadPlan(
    {
      scenario: "smoke",
      provider: "local",
      now: new Date("2026-11-30T09:00:00Z"),
    },
    {},
  ));
});

function refusalOf(fields: Partial<Breakage>): string | undefined {
  const broken = breakage.parse({ name: "b", description: "b", mustRed: ["ring.members"], ...fields });
  try {
    refuseBreakage(broken, plan, Object.keys(plan.tenants));
    return undefined;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    expect(error.exitCode).to.equal(3);
    return error.message;
  }
}

describe("a breakage", () => {
  const without: readonly (readonly [string, Partial<Breakage>, string])[] = [
    ["that names nothing", {}, "names nothing to change"],
    [
      "whose rings are lokiproof's",
      { config: { ingester: { lifecycler: { ring: { kvstore: { store: "inmemory" } } } } } },
      "ring.kvstore",
    ],
    [
      "whose store is lokiproof's",
      { config: { storage_config: { aws: { sse: { type: "SSE-KMS" } } } } },
      "storage_config.aws",
    ],
    [
      "of one member's address",
      { components: { "querier-1": { frontend: { address: "10.0.0.1" } } } },
      "components.querier-1.frontend.address",
    ],
    [
      "of a tenant's receiver",
      { overrides: { payments: { ruler_remote_write_url: "http://x" } } },
      "overrides.payments.ruler_remote_write_url",
    ],
    [
      "of chart values that name a store",
      { values: { loki: { structuredConfig: { storage_config: { gcs: { service_account: "x" } } } } } },
      "values.loki.storage_config.gcs",
    ],
    [
      "that sets what the plan has",
      { config: { querier: { max_concurrent: 8 } } },
      "config.querier.max_concurrent",
    ],
    [
      "that spells it otherwise",
      { config: { limits_config: { retention_period: "31d", split_queries_by_interval: "900s" } } },
      "retention_period",
    ],
    [
      "that sets Loki's own default",
      { config: { querier: { query_ingesters_within: "180m" } } },
      "query_ingesters_within",
    ],
    [
      "that sets what lokiproof has for every local Loki",
      { config: { runtime_config: { period: "2s" } } },
      "runtime_config.period",
    ],
    [
      "of a limit that is the tenant's by everybody's",
      { overrides: { payments: { max_query_parallelism: 64 } } },
      "max_query_parallelism",
    ],
    [
      "that takes away an override that nobody has",
      { overrides: { sandbox: { blocked_queries: null } } },
      "blocked_queries",
    ],
    ["of as many members as there are", { replicas: { ingester: 3 } }, "replicas.ingester"],
    ["of the bucket that is meant", { bucket: "lokiproof-chunks" }, "bucket"],
    [
      "of the four actions in another order",
      { s3Actions: ["s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:DeleteObject"] },
      "s3Actions",
    ],
    ["of the usual topology", { topology: "distributed" }, "topology"],
    ["of the usual list of index gateways", { indexGatewayAddress: "list" }, "indexGatewayAddress"],
    [
      "of chart values where there is no chart",
      { values: { gateway: { replicas: 2 } } },
      "chart values have no effect",
    ],
    ["of an empty block", { config: { querier: {} } }, "changes nothing"],
    [
      "of an unknown tenant's overrides alone",
      { overrides: { payment: { ingestion_rate_mb: 1 } } },
      "tenant payment",
    ],
  ];
  for (const [what, fields, named] of without) {
    it(`${what} is refused, as it changes nothing`, () => {
      expect(refusalOf(fields)).to.contain("changes nothing").and.to.contain(named);
    });
  }

  const inPart: readonly (readonly [string, Partial<Breakage>, string])[] = [
    [
      "of which a key is taken away",
      { config: { querier: { max_concurrent: 1 }, server: { http_path_prefix: "/loki" } } },
      "config.server.http_path_prefix",
    ],
    [
      "of an unknown tenant",
      { overrides: { payment: { ingestion_rate_mb: 1 }, payments: { ingestion_rate_mb: 1 } } },
      "tenant payment",
    ],
    [
      "of an unknown member",
      { components: { "querier-9": { querier: { max_concurrent: 1 } } } },
      "components.querier-9",
    ],
    ["that swallows an unknown tenant's pushes", { swallowPushes: { tenant: "x", share: 0.5 } }, "tenant x"],
  ];
  for (const [what, fields, named] of inPart) {
    it(`${what} is refused, and what would not be done is named`, () => {
      expect(refusalOf(fields)).to.contain(named);
    });
  }

  const real: readonly (readonly [string, Partial<Breakage>])[] = [
    ["of a setting", { config: { querier: { max_concurrent: 1 } } }],
    ["of one member", { components: { "ingester-2": { ingester: { wal: { enabled: false } } } } }],
    [
      "of an address where nothing listens",
      {
        components: {
          ruler: { ruler: { evaluation: { mode: "remote", query_frontend: { address: "127.0.0.1:1" } } } },
        },
      },
    ],
    ["that takes a tenant out of the overrides", { overrides: { sandbox: null } }],
    ["that takes a limit out of them", { overrides: { sandbox: { retention_period: null } } }],
    ["of one tenant's limit", { overrides: { checkout: { block_ingestion_until: "2099-01-01T00:00:00Z" } } }],
    ["of replicas", { replicas: { ingester: 2 } }],
  ];
  for (const [what, fields] of real) {
    it(`${what} is taken`, () => {
      expect(refusalOf(fields)).to.equal(undefined);
    });
  }
});
