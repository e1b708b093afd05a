import { expect } from "chai";
import { layer } from "../base/json.ts";
import { indexGatewayForm } from "../plan/index-gateway-form.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { takeSettings } from "../plan/taken-settings.ts";
import { chartValues } from "./chart-values.ts";
import { surroundings } from "./surroundings.fixture.ts";

const serverAddress = "loki.structuredConfig.storage_config.tsdb_shipper.index_gateway_client.server_address";

function withIndexGateway(plan: Plan, address: string): object {
  const given = { storage_config: { tsdb_shipper: { index_gateway_client: { server_address: address } } } };
  const { config, gatewayForm } = takeSettings(
    { source: "values", config: given, overrides: {} },
    { attached: false },
  );
  expect(JSON.stringify(config)).not.to.contain("prod");
  return chartValues(
    { ...plan, config: layer(plan.config, config), indexGatewayForm: gatewayForm ?? "none" },
    surroundings,
  );
}

describe("chart values", () => {
  let plan: Plan;
  before(async () => {
    const now = new Date("2026-11-27T09:00:00Z");
    ({ plan } = await loadPlan({ scenario: "smoke", provider: "kind", now }, {}));
  });

  const broken = (breakage: Partial<NonNullable<Plan["breakage"]>>): Plan => ({
    ...plan,
    breakage: { name: "b", description: "b", mustRed: ["x.y"], mayRed: [], ...breakage },
  });

  it("have the plan's replicas, Loki config, overrides and version", () => {
    const values = chartValues(plan, surroundings);
    expect(values).to.have.nested.property("querier.replicas", 4);
    expect(values).to.have.nested.property("queryScheduler.replicas", 2);
    expect(values).to.have.nested.property("loki.image.tag", "3.7.8");
    expect(values).to.have.nested.property("loki.structuredConfig.querier.max_concurrent", 8);
    expect(values).to.have.nested.property("loki.structuredConfig.tenant_limits_allow_publish").that.is.empty;
    expect(values).to.have.nested.property("loki.runtimeConfig.overrides.sandbox.ingestion_rate_mb", 0.25);
  });

  it("tie the release to the stack's store, by a Secret's name", () => {
    const values = chartValues(plan, surroundings);
    expect(values).to.have.nested.property("loki.storage.bucketNames.chunks", plan.bucket);
    expect(values).to.have.nested.property("loki.storage.s3.endpoint", surroundings.s3.endpoint);
    expect(values).to.have.deep.nested.property("global.extraEnvFrom", [{ secretRef: { name: "loki-s3" } }]);
    expect(JSON.stringify(values)).not.to.match(/access_?key/i);
  });

  it("take affinities away, which null does and nothing else", () => {
    expect(chartValues(plan, surroundings)).to.have.nested.property("ingester.affinity", null);
  });

  it("lay a breakage over all but what ties the release", () => {
    const values = chartValues(
      broken({
        replicas: { ingester: 2 },
        bucket: "other",
        config: { auth_enabled: false, memberlist: { join_members: ["prod"] } },
        values: { gateway: { nginxConfig: { clientMaxBodySize: "1k" } } },
      }),
      surroundings,
    );
    expect(values).to.have.nested.property("ingester.replicas", 2);
    expect(values).to.have.nested.property("loki.storage.bucketNames.chunks", "other");
    expect(values).to.have.nested.property("loki.structuredConfig.auth_enabled", false);
    expect(values).to.have.nested.property("gateway.nginxConfig.clientMaxBodySize", "1k");
    expect(JSON.stringify(values)).not.to.contain("prod");
  });

  it("refuse a breakage of what is never installed, which would break nothing", () => {
    const storage = broken({ values: { loki: { storage: { type: "gcs" } } } });
    expect(() => chartValues(storage, surroundings)).to.throw("needs values.loki.storage");
  });

  it("refuse a breakage that only processes of our own can have", () => {
    expect(() => chartValues(broken({ topology: "monolithic" }), surroundings)).to.throw("needs topology");
  });

  it("keep the form of a user's index gateway address, never the address", () => {
    const headless = "loki-index-gateway-headless.loki.svc.cluster.local:9095";
    expect(withIndexGateway(plan, "dns:///gw.prod:9095")).to.have.nested.property(
      serverAddress,
      `dns:///${headless}`,
    );
    expect(withIndexGateway(plan, "dns+gw.prod:9095")).to.have.nested.property(
      serverAddress,
      `dns+${headless}`,
    );
    expect(withIndexGateway(plan, "gw.prod:9095")).to.have.nested.property(
      serverAddress,
      "loki-index-gateway.loki.svc.cluster.local:9095",
    );
    expect(chartValues(broken({ indexGatewayAddress: "none" }), surroundings)).to.have.nested.property(
      serverAddress,
      "",
    );
    expect(indexGatewayForm('{{ include "loki.indexGatewayAddress" . }}')).to.equal("list");
  });
});
