import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import type { AttachedSource } from "./attached-plan.ts";
import { statedPaths, unstated } from "./attachment.ts";
import { readExpectation } from "./expect-schema.ts";
import { type LoadedPlan, loadPlan } from "./load-plan.ts";
import { hasOwnLimits, mayWrite } from "./may-write.ts";
import type { PlanOptions } from "./plan-options.ts";

const now = new Date("2026-11-27T09:00:00Z");
const none = { distributor: 0, ingester: 0, querier: 0, compactor: 0, ruler: 0, "pattern-ingester": 0 };
const learned = {
  lokiVersion: "3.7.8",
  replicas: { ...none, ingester: 3, "query-frontend": 0, "query-scheduler": 0, "index-gateway": 0 },
  bucket: "found-bucket",
  config: { common: { replication_factor: 3 }, limits_config: { ingestion_rate_mb: 8 } },
  overrides: { payments: { ingestion_rate_mb: 24 } },
};

function source(parts: Partial<AttachedSource["where"]> = {}, expected = {}): AttachedSource {
  const where = { context: "kind-lab", namespace: "loki", release: "loki", sources: [], ...parts };
  return { where, learned, expected };
}

/** lokiproof's own tenants, in the form in which a claim declares them. */
const testTenants = {
  "lokiproof-chunks": { max_line_size: "256KB" },
  "lokiproof-rate": { ingestion_rate_mb: 0.3 },
};
const gateway = "http://127.0.0.1:8080";

function load(options: Partial<PlanOptions>): Promise<LoadedPlan> {
  return loadPlan({ scenario: "quick", provider: "cluster", now, ...options }, testTenants);
}

async function refusal(loading: Promise<unknown>): Promise<HarnessError> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HarnessError) return error;
  throw new Error("expected a refusal");
}

describe("a plan for a cluster that runs already", () => {
  it("expects what the cluster says of itself, at its own size, and says that nobody meant it", async () => {
    const { plan } = await load({ attached: source({ gateway }) });
    expect(plan).to.deep.include({ lokiVersion: "3.7.8", bucket: "found-bucket", config: learned.config });
    expect(plan.overrides).to.deep.equal(learned.overrides);
    expect(plan.scale).to.equal(16);
    expect(
      unstated(plan, ["bucket", "replicas.ingester", "config.limits_config", "overrides"]),
    ).to.have.length(4);
  });

  it("lays over it what the user states, and knows that from what nobody did", async () => {
    const expected = {
      bucket: "meant-bucket",
      replicas: { ingester: 5 },
      config: {
        limits_config: { ingestion_rate_mb: 9 },
        storage_config: { aws: { secret_access_key: "hunter2" } },
      },
      overrides: { payments: null, sandbox: { ingestion_rate_mb: 2 } },
    };
    const { plan } = await load({ attached: source({ gateway }, expected) });
    expect(plan.bucket).to.equal("meant-bucket");
    expect(plan.replicas).to.deep.include({ ingester: 5, ruler: 0 });
    expect(plan.config).to.deep.include({
      common: { replication_factor: 3 },
      limits_config: { ingestion_rate_mb: 9 },
    });
    expect(plan.overrides).to.deep.equal({ sandbox: { ingestion_rate_mb: 2 } });
    expect(JSON.stringify(plan)).to.not.contain("hunter2");
    const topics = [
      "bucket",
      "replicas.ingester",
      "replicas.querier",
      "config.limits_config",
      "config.common.replication_factor",
      "overrides",
      "lokiVersion",
    ];
    expect(unstated(plan, topics)).to.deep.equal([
      "replicas.querier",
      "config.common.replication_factor",
      "lokiVersion",
    ]);
  });

  it("refuses what is stated of it under a name that no setting has, and says which is meant", async () => {
    for (const [expected, meant] of [
      [{ config: { limits_config: { ingestion_rate_mbs: 9 } } }, "limits_config.ingestion_rate_mb?"],
      [{ config: { ingester: { chunk_idle_perod: "5m" } } }, "ingester.chunk_idle_period?"],
      [{ overrides: { payments: { ingestion_burst_size: 9 } } }, "overrides.payments.ingestion_burst_size"],
    ] as const) {
      const error = await refusal(load({ attached: source({ gateway }, expected) }));
      expect(error).to.include({ code: "UNKNOWN_SETTING", exitCode: 3 });
      expect(error.message).to.contain("--expect: ").and.contain(meant);
    }
  });

  it("sends no load without an address of the gateway, and writes no history", async () => {
    const without = await load({ attached: source() });
    expect(without.plan.tenants).to.deep.equal({});
    expect(without.warnings.join()).to.contain("--gateway");
    const { plan, warnings } = await load({ attached: source({ gateway }) });
    expect(Object.keys(plan.tenants)).to.have.members(["payments", "checkout", "sandbox"]);
    for (const { history } of Object.values(plan.tenants)) expect(history).to.equal(undefined);
    expect(warnings.join()).to.contain("no history");
  });

  it("breaks nothing there", async () => {
    const error = await refusal(load({ attached: source(), breakages: ["auth-disabled"] }));
    expect(error).to.include({ code: "NOT_OURS_TO_BREAK", exitCode: 3 });
  });

  it("may write to the tenants of its load and to ours, and to no other", async () => {
    const { plan } = await load({ attached: source() });
    expect(["lokiproof-chunks", "checkout", "fake"].filter((tenant) => mayWrite(plan, tenant))).to.deep.equal(
      ["lokiproof-chunks"],
    );
    const loaded = await load({ attached: source({ gateway }) });
    expect(mayWrite(loaded.plan, "checkout")).to.equal(true);
    const { plan: ours } = await loadPlan({ scenario: "quick", provider: "local", now }, testTenants);
    expect(mayWrite(ours, "anybody")).to.equal(true);
  });

  it("knows whether a tenant of ours has our limits", async () => {
    const { plan } = await load({ attached: source() });
    const { plan: ours } = await loadPlan({ scenario: "quick", provider: "local", now }, testTenants);
    for (const tenant of Object.keys(testTenants)) {
      expect(hasOwnLimits(ours, tenant), tenant).to.equal(true);
      expect(hasOwnLimits(plan, tenant), tenant).to.equal(false);
    }
    expect(hasOwnLimits(ours, "payments")).to.equal(false);
  });
});

describe("what is stated", () => {
  it("is named by its path, down to a setting", () => {
    const stated = {
      bucket: "b",
      replicas: { ruler: 0 },
      config: { a: { b: { c: 1 } }, d: 1 },
      overrides: { t: { x: 1 } },
    };
    expect(statedPaths(stated)).to.deep.equal([
      "bucket",
      "replicas.ruler",
      "config.a.b",
      "config.d",
      "overrides.t",
    ]);
  });

  it("is everything where no cluster was attached to", () => {
    expect(unstated({}, ["bucket", "replicas"])).to.deep.equal([]);
  });
});

describe("readExpectation", () => {
  it("reports every problem of a file at once", async () => {
    const dir = await mkdtemp(join(tmpdir(), "lokiproof-expect-"));
    try {
      const file = join(dir, "expect.yaml");
      await writeFile(file, "version: 2\nreplicas: { ingestor: 3 }\nbucket: 7\n");
      const { message, exitCode } = await refusal(readExpectation(file));
      expect(exitCode).to.equal(3);
      for (const word of ["version", "ingestor", "bucket"]) expect(message).to.contain(word);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
