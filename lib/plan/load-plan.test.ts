import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type LoadedPlan, loadPlan } from "./load-plan.ts";
import type { PlanOptions } from "./plan-options.ts";

const now = new Date("2026-11-23T09:00:00Z");
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "lokiproof-plan-"));
});
afterEach(() => rm(dir, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
}

function load(options: Partial<PlanOptions> = {}): Promise<LoadedPlan> {
  return loadPlan({ scenario: "smoke", provider: "local", now, ...options }, {});
}

async function refusal(loading: Promise<unknown>): Promise<HarnessError> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HarnessError) return error;
  throw new Error("expected the files to be refused");
}

describe("loadPlan", () => {
  it("divides rates, bursts and the planned load alike, and nothing else", async () => {
    const one = (await load({ scale: 1 })).plan;
    const four = (await load({ scale: 4 })).plan;
    expect(one.overrides["payments"]).to.include({ ingestion_rate_mb: 24, ingestion_burst_size_mb: 48 });
    expect(four.overrides["payments"]).to.deep.equal({
      ingestion_rate_mb: 6,
      ingestion_burst_size_mb: 12,
      retention_period: "2160h",
      max_global_streams_per_user: 100000,
    });
    const rate = (plan: typeof one): number | undefined =>
      plan.tenants["payments"]?.flood?.steps[0]?.rateBytesPerSecond;
    expect(rate(four)).to.equal((rate(one) ?? 0) / 4);
  });

  it("lays the user's config over the scenario's, and keeps its secrets out of the plan", async () => {
    const lokiConfigFile = await file(
      "loki.yaml",
      `limits_config: {ingestion_rate_mb: 5}
common: {storage: {s3: {bucketnames: prod, access_key_id: AKIAPROD, secret_access_key: hunter2, s3: "s3://AKIAPROD:hunter2@host/b"}}}`,
    );
    const { plan, warnings } = await load({ lokiConfigFile, scale: 1 });
    expect(plan.config["limits_config"]).to.include({ ingestion_rate_mb: 5, ingestion_burst_size_mb: 16 });
    expect(JSON.stringify(plan)).to.not.match(/hunter2|AKIAPROD/);
    expect(warnings.join("\n")).to.contain("common.storage.s3 of --loki-config");
    expect(plan.dropped.map(({ path }) => path)).to.deep.equal(["common.storage.s3"]);
  });

  it("takes a tenant out of the overrides by null, and a breakage never moves an expectation", async () => {
    const overridesFile = await file(
      "over.yaml",
      "overrides: {checkout: null, extra: {ingestion_rate_mb: 1}}",
    );
    const { plan } = await load({ overridesFile, breakages: ["sandbox-override-missing"], scale: 1 });
    expect(plan.overrides).to.not.have.property("checkout");
    expect(plan.overrides).to.have.nested.property("extra.ingestion_rate_mb", 1);
    expect(plan.overrides, "expected although the breakage takes it out").to.have.property("sandbox");
  });

  it("lays several breakages over one another", async () => {
    const { plan } = await load({ breakages: ["ingester-absent", "s3-without-delete"] });
    expect(plan.breakage?.replicas).to.deep.equal({ ingester: 2 });
    expect(plan.breakage?.mustRed).to.include.members(["ring.members", "chunks.access-delete"]);
  });

  it("has every attribute of a tenant indexed whose flood is OTLP, beside its own limits", async () => {
    const flood = "{ steps: [{ forS: 1, rateBytesPerSecond: 1000 }], format: otlp }";
    const text = `version: 1\nname: x\nseed: 1\ndescription: d\ntenants: { payments: { flood: ${flood} }, new: { flood: ${flood} } }\n`;
    const { overrides } = (await load({ scenario: await file("otlp.yaml", text) })).plan;
    const indexed = { attributes_config: [{ action: "index_label", regex: ".+" }] };
    for (const tenant of ["payments", "new"])
      expect(overrides[tenant]?.["otlp_config"]).to.deep.equal({ resource_attributes: indexed });
    expect(overrides["payments"]).to.include({ ingestion_rate_mb: 24 });
    expect(overrides["checkout"]).not.to.have.property("otlp_config");
  });

  it("freezes a replayed curve, found beside the scenario and divided by scale, and groups of tenants", async () => {
    await file("rates.csv", "time,rate\n0,4000\n60,8000\n");
    const scenario = await file(
      "replay.yaml",
      `version: 1
name: replay
description: x
scale: 4
tenants: {a: {flood: {replay: {csv: rates.csv, forS: 30}, bursts: {everyS: 20, forS: 10, factor: 2}}}}
tenantGroups: [{prefix: t-, count: 20, flood: {steps: [{forS: 5, rateBytesPerSecond: 4000}]}}]`,
    );
    const { plan } = await load({ scenario });
    expect(plan.tenants["a"]?.flood?.steps).to.deep.equal([
      { forS: 20, rateBytesPerSecond: 1000, toBytesPerSecond: 1000 + 2000 / 3 },
      { forS: 10, rateBytesPerSecond: (1000 + 2000 / 3) * 2, toBytesPerSecond: 4000 },
    ]);
    expect(plan.tenantGroups[0]).to.deep.include({ prefix: "t-", count: 20, zipf: 1 });
    expect(plan.tenantGroups[0]?.flood.steps).to.deep.equal([{ forS: 5, rateBytesPerSecond: 1000 }]);
    expect(plan.tenants).to.have.all.keys("a");
  });

  it("is frozen", async () => {
    const { plan } = await load();
    expect(() => Object.assign(plan.replicas, { ingester: 1 })).to.throw(TypeError);
  });
});

describe("loadPlan on bad input", () => {
  it("reports every problem at once, each with its path", async () => {
    const scenario = await file(
      "bad.yaml",
      "version: 1\nname: Bad Name\ndescription: x\nscal: 2\ntenants: {t: {flood: {steps: [{forS: -1, rateBytesPerSecond: fast}]}}}",
    );
    const error = await refusal(load({ scenario }));
    expect(error.exitCode).to.equal(3);
    for (const what of [
      "name",
      "scal",
      "tenants.t.flood.steps[0].forS",
      "tenants.t.flood.steps[0].rateBytesPerSecond",
    ]) {
      expect(error.message).to.contain(what);
    }
  });

  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "a budget for a tenant without load",
      "tenants: {a: {}}\nbudgets: [{tenant: b, operation: push, quantile: p99, maxMs: 1}]",
      /"b"/,
    ],
    ["YAML that is none", "tenants: [", /not YAML/],
    ["a replay of a file that is not there", "tenants: {a: {flood: {replay: {csv: no.csv}}}}", /no\.csv/],
    [
      "a group that is offered more than its limits",
      "tenantGroups: [{prefix: t-, count: 2, flood: {steps: [{forS: 5, rateBytesPerSecond: 40000000}]}}]",
      /t-1 is offered 26\.7 MB/,
    ],
    [
      "pods that are replaced more often than streams are numbered",
      "tenants: {a: {flood: {steps: [{forS: 100, rateBytesPerSecond: 1}], churn: {everyS: 0.05, share: 1}}}}",
      /at most 999 successors of a pod, got 2000/,
    ],
    [
      "a flood of nothing",
      "tenants: {a: {flood: {steps: [{forS: 1, rateBytesPerSecond: 0}]}}}",
      /flood of a: expected a rate above 0/,
    ],
    [
      "a label that every stream has already",
      "tenants: {a: {flood: {steps: [{forS: 1, rateBytesPerSecond: 1}], labels: {pod: 3}}}}",
      /expected other names/,
    ],
  ];
  for (const [what, body, expected] of cases) {
    it(`refuses ${what}`, async () => {
      const scenario = await file("s.yaml", `version: 1\nname: s\ndescription: x\n${body}`);
      const error = await refusal(load({ scenario }));
      expect(error.message).to.match(expected);
      expect(error.exitCode).to.equal(3);
    });
  }

  it("names the scenarios there are when one is not known", async () => {
    const error = await refusal(load({ scenario: "smok" }));
    expect(error.message).to.match(/smok: expected a file, or one of .*smoke/);
  });

  it("says which file cannot be read", async () => {
    const error = await refusal(load({ overridesFile: join(dir, "none.yaml") }));
    expect(error.message).to.contain(join(dir, "none.yaml"));
    expect(error.exitCode).to.equal(3);
  });
});
