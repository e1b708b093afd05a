import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { valueAt } from "../../plan/chart/layer-values.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { lokiConfig, storeReaderConfig } from "./loki-config.ts";
import { topologyOf } from "./topology.ts";

function configOf(plan: Plan, name: string): JsonObject {
  const topology = topologyOf(plan, 20000);
  const around = {
    runId: "r",
    topology,
    bucket: "b",
    overridesFile: "/o",
    dataDir: "/d",
    indexGatewayAddress: "list",
  } as const;
  if (name === "store-reader") return storeReaderConfig(topology.storeReader, plan, around);
  const loki = topology.lokis.find((one) => one.name === name) ?? expect.fail(`no ${name}`);
  return lokiConfig(loki, plan, around);
}

const remote = { ruler: { evaluation: { mode: "remote" } } };
const period = {
  from: "2022-06-01",
  object_store: "s3",
  schema: "v12",
  index: { prefix: "old_", period: "24h" },
};

function addressPath(shipper: string): string[] {
  return ["storage_config", shipper, "index_gateway_client", "server_address"];
}

describe("the stack's own addresses", () => {
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
  const withConfig = (config: JsonObject): Plan => ({ ...plan, config: { ...plan.config, ...config } });

  it("of a query-frontend are given to rulers that evaluate remotely", () => {
    const frontend = topologyOf(plan, 20000).lokis.find(({ target }) => target === "query-frontend");
    const at = ["ruler", "evaluation", "query_frontend", "address"];
    expect(valueAt(configOf(withConfig(remote), "ruler-0"), at)).to.equal(`127.0.0.1:${frontend?.grpcPort}`);
    expect(valueAt(configOf(plan, "ruler-0"), at)).to.equal(undefined);
  });

  it("are not there without a query-frontend: rulers evaluate by themselves", () => {
    const none = { ...withConfig(remote), replicas: { ...plan.replicas, "query-frontend": 0 } };
    expect(valueAt(configOf(none, "ruler-0"), ["ruler", "evaluation", "mode"])).to.equal("local");
  });

  it("of index gateways are given to queriers for an old period, and not to the reader of the store", () => {
    const old = withConfig({ schema_config: { configs: [{ ...period, store: "boltdb-shipper" }] } });
    const config = configOf(old, "querier-0");
    expect(valueAt(config, addressPath("boltdb_shipper")))
      .to.be.a("string")
      .and.to.equal(valueAt(config, addressPath("tsdb_shipper")));
    expect(valueAt(configOf(old, "store-reader"), addressPath("boltdb_shipper"))).to.equal(undefined);
    expect(valueAt(configOf(plan, "querier-0"), addressPath("boltdb_shipper"))).to.equal(undefined);
  });

  it("give way to an address where nothing listens, which a breakage names", () => {
    const address = "127.0.0.1:1";
    const broken = { name: "b", description: "b", mustRed: ["a.b"], mayRed: [] };
    const components = { ruler: { ruler: { evaluation: { mode: "remote", query_frontend: { address } } } } };
    const config = configOf({ ...plan, breakage: { ...broken, components } }, "ruler-1");
    expect(config).to.have.nested.property("ruler.evaluation.query_frontend.address", address);
  });
});
