import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { lokiConfig, storeReaderConfig } from "./loki-config.ts";
import { production } from "./production-values.fixture.ts";
import type { Surroundings } from "./safety-config.ts";
import { type LokiProcess, topologyOf } from "./topology.ts";

function around(plan: Plan): Surroundings {
  return {
    runId: "run-1",
    topology: topologyOf(plan, 20000),
    bucket: "ours",
    overridesFile: "/run/overrides.yaml",
    dataDir: "/run/data/x",
    indexGatewayAddress: plan.breakage?.indexGatewayAddress ?? "list",
  };
}

function lokiNamed(plan: Plan, name: string): LokiProcess {
  const found = topologyOf(plan, 20000).lokis.find((loki) => loki.name === name);
  return found ?? expect.fail(`no ${name}`);
}

function configOf(plan: Plan, name: string): JsonObject {
  return lokiConfig(lokiNamed(plan, name), plan, around(plan));
}

describe("Loki's config on one machine", () => {
  let plan: Plan;
  before(async () => {
    ({ plan } = await loadPlan(
      {
        scenario: "smoke",
        provider: "local",
        now: new Date("2026-11-23T09:00:00Z"),
      },
      {},
    ));
  });

  const broken = (breakage: Partial<NonNullable<Plan["breakage"]>>): Plan => ({
    ...plan,
    breakage: { name: "b", description: "b", mustRed: ["x.y"], mayRed: [], ...breakage },
  });

  it("lets nothing through that production values name outside of the stack", () => {
    for (const { name } of topologyOf(plan, 20000).lokis) {
      const text = JSON.stringify(configOf({ ...plan, config: production }, name));
      expect(text, name).not.to.match(/prod|AKIA|consul|etcd|memcached|redis|tls_/i);
    }
    const reader = topologyOf(plan, 20000).storeReader;
    const text = JSON.stringify(storeReaderConfig(reader, { ...plan, config: production }, around(plan)));
    expect(text).not.to.match(/prod|AKIA|consul|etcd|memcached|redis|tls_/i);
  });

  it("lets nothing foreign through in a breakage either", () => {
    expect(JSON.stringify(configOf(broken({ config: production }), "querier-0"))).not.to.match(/prod|AKIA/);
  });

  it("keeps what production values say of behaviour", () => {
    const config = configOf({ ...plan, config: production }, "ingester-0");
    expect(config).to.have.nested.property("ingester.chunk_idle_period", "17m");
    expect(config).to.have.nested.property("common.replication_factor", 2);
    expect(config).to.have.nested.property("limits_config.ingestion_rate_mb", 5);
    expect(config).to.have.nested.property("compactor.compaction_interval", "7m");
    expect(config).to.have.nested.property("storage_config.hedging.at", "250ms");
    expect(config).to.have.nested.property("server.log_level", "warn");
    expect(config).to.have.nested.property("runtime_config.period", "9s");
  });

  it("ties every process to the stack's own store, ring and folder", () => {
    const config = configOf({ ...plan, config: production }, "ingester-1");
    const { httpPort, gossipPort } = lokiNamed(plan, "ingester-1");
    expect(config).to.have.nested.property("common.storage.s3.bucketnames", "ours");
    expect(config).to.have.nested.property("common.storage.s3.endpoint", "http://127.0.0.1:20001");
    expect(config).to.have.nested.property("common.ring.instance_id", "ingester-1");
    expect(config).to.have.nested.property("common.ring.kvstore.store", "memberlist");
    expect(config).to.have.nested.property("memberlist.cluster_label", "lokiproof-run-1");
    expect(config).to.have.nested.property("memberlist.bind_port", gossipPort);
    expect(config).to.have.nested.property("server.http_listen_port", httpPort);
    expect(config).to.have.nested.property("ingester.wal.dir", "/run/data/x/wal");
    expect(config).to.have.nested.property("schema_config.configs[0].object_store", "s3");
    expect(config).to.have.nested.property("compactor.delete_request_store", "s3");
  });

  it("has no credentials in it at all", () => {
    expect(JSON.stringify(configOf(plan, "querier-0"))).not.to.match(/access_key|secret/);
  });

  it("lays the breakage over the plan, the member's own over its component's", () => {
    const config = {
      config: { querier: { max_concurrent: 1 }, limits_config: { volume_enabled: false } },
      components: {
        querier: { querier: { max_concurrent: 2 } },
        "querier-1": { querier: { max_concurrent: 3 } },
      },
    };
    const of = (name: string): JsonObject => configOf(broken(config), name);
    expect(of("ingester-0")).to.have.nested.property("querier.max_concurrent", 1);
    expect(of("querier-0")).to.have.nested.property("querier.max_concurrent", 2);
    expect(of("querier-1")).to.have.nested.property("querier.max_concurrent", 3);
    expect(of("querier-1")).to.have.nested.property("limits_config.volume_enabled", false);
  });

  it("tells queriers of the index gateways in the form that the breakage says", () => {
    const at = "storage_config.tsdb_shipper.index_gateway_client.server_address";
    const ports = ["index-gateway-0", "index-gateway-1"].map(
      (name) => `127.0.0.1:${lokiNamed(plan, name).grpcPort}`,
    );
    expect(configOf(plan, "querier-0")).to.have.nested.property(at, ports.join(","));
    const dns = broken({ indexGatewayAddress: "dns-triple-slash" });
    expect(configOf(dns, "querier-0")).to.have.nested.property(at, `dns:///${ports[0]}`);
    expect(configOf(broken({ indexGatewayAddress: "none" }), "querier-0")).not.to.have.nested.property(at);
  });

  it("cuts off only the frontend whose scheduler a breakage makes unreachable", () => {
    const of = broken({
      components: { "query-frontend-1": { frontend: { scheduler_address: "127.0.0.1:1" } } },
    });
    expect(configOf(of, "query-frontend-1")).to.have.nested.property(
      "frontend.scheduler_address",
      "127.0.0.1:1",
    );
    expect(configOf(of, "query-frontend-1")).to.have.nested.property(
      "query_scheduler.use_scheduler_ring",
      false,
    );
    expect(configOf(of, "query-frontend-0")).to.have.nested.property(
      "query_scheduler.use_scheduler_ring",
      true,
    );
    expect(configOf(of, "query-frontend-0")).not.to.have.nested.property("frontend.scheduler_address");
  });

  it("gives the store reader no ring, no worker and no index gateway", () => {
    const config = storeReaderConfig(topologyOf(plan, 20000).storeReader, plan, around(plan));
    expect(config).to.have.nested.property("querier.query_store_only", true);
    expect(config).to.have.nested.property("query_scheduler.use_scheduler_ring", false);
    expect(config).to.have.nested.property("common.ring.kvstore.store", "inmemory");
    expect(config).to.have.nested.property("memberlist.join_members").that.is.empty;
    expect(JSON.stringify(config)).not.to.contain("server_address");
  });

  it("gives the store reader of a breakage what is the whole stack's, not what is one component's", () => {
    const of = broken({
      config: { auth_enabled: false },
      components: { querier: { querier: { max_concurrent: 1 } } },
    });
    const config = storeReaderConfig(topologyOf(of, 20000).storeReader, of, around(of));
    expect(config).to.have.property("auth_enabled", false);
    expect(config).to.have.nested.property("querier.max_concurrent", 8);
  });
});
