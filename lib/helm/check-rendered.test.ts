import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { checkRendered } from "./check-rendered.ts";
import { parseManifests } from "./manifests.ts";
import { missingImages } from "./missing-images.ts";
import { gatewayAt, manifestsOf, type Parts, sound } from "./small-manifests.fixture.ts";

describe("a rendered chart", () => {
  let plan: Plan;
  before(async () => {
    ({ plan } = await loadPlan(
      {
        scenario: "smoke",
        provider: "kind",
        now: new Date("2026-11-27T09:00:00Z"),
      },
      {},
    ));
  });

  const problems = (parts: Partial<Parts>, of: Plan = plan): string[] =>
    checkRendered(parseManifests(manifestsOf({ ...sound, ...parts })), of).map(
      ({ kind, at }) => `${kind} ${at}`,
    );

  const address = "misbehaves loki.storage_config.tsdb_shipper.index_gateway_client.server_address";

  it("is in order", () => {
    expect(problems({})).to.deep.equal([]);
  });

  const broken: readonly (readonly [string, Partial<Parts>, readonly string[]])[] = [
    ["runtime overrides that are text", { runtime: "overrides: {}" }, ["refused loki.runtimeConfig"]],
    ["an index gateway's address of dns:///", { config: gatewayAt("dns:///x:9095") }, [address]],
    [
      "an index gateway's ClusterIP service",
      { config: gatewayAt("loki-index-gateway.loki.svc:9095") },
      [address],
    ],
    ["no index gateway's address", { config: gatewayAt("") }, [address]],
    ["dns+ of a service that is not headless", { headless: false }, [address]],
    ["dns+ of a service that is not there", { config: gatewayAt("dns+loki-other.loki.svc:9095") }, [address]],
    [
      "a scheduler that is told of and does not run",
      { replicas: { ...sound.replicas, "query-scheduler": 0 } },
      ["misbehaves queryScheduler.replicas", "misbehaves queryScheduler.replicas"],
    ],
    [
      "more pods than the node takes",
      { replicas: { ...sound.replicas, querier: 100 } },
      ["misbehaves querier.replicas", "refused replicas"],
    ],
    [
      "fewer queriers than are meant",
      { replicas: { ...sound.replicas, querier: 3 } },
      ["misbehaves querier.replicas"],
    ],
    [
      "components of another mode beside them",
      { replicas: { ...sound.replicas, backend: 3 } },
      ["misbehaves backend.replicas"],
    ],
    [
      "a replication factor above the ingesters",
      { config: { ...sound.config, common: { replication_factor: 5 } } },
      ["misbehaves loki.commonConfig.replication_factor"],
    ],
    [
      "a replication factor of 1",
      { config: { ...sound.config, common: { replication_factor: 1 } } },
      ["misbehaves loki.commonConfig.replication_factor"],
    ],
    [
      "two compactors",
      { replicas: { ...sound.replicas, compactor: 2 } },
      ["misbehaves compactor.replicas", "warning compactor.replicas"],
    ],
    ["ingesters without a volume", { claims: [] }, ["warning ingester.persistence.enabled"]],
  ];
  for (const [what, parts, expected] of broken) {
    it(`is not with ${what}`, () => {
      expect(problems(parts)).to.deep.equal(expected);
    });
  }

  const withValues = (values: JsonObject): Plan =>
    plan.helm === undefined ? expect.fail("no chart") : { ...plan, helm: { ...plan.helm, values } };

  it("is not with a size of volumes that the chart does not read", () => {
    const sized = withValues({ ingester: { persistence: { size: "50Gi" } } });
    expect(problems({}, sized)).to.deep.equal(["misbehaves ingester.persistence.size"]);
  });

  it("is not with ingesters by zone that nobody asked for", () => {
    const replicas = { ...sound.replicas, ingester: 1, "ingester-zone-b": 1, "ingester-zone-c": 1 };
    expect(problems({ replicas }, withValues({}))).to.deep.equal([
      "misbehaves ingester.zoneAwareReplication.enabled",
    ]);
    const asked = withValues({ ingester: { zoneAwareReplication: { enabled: true } } });
    expect(problems({ replicas }, asked)).to.deep.equal([]);
  });

  it("is not with a ring that falls back to consul", () => {
    const common = { ...plan, config: { ...plan.config, common: { ring: { heartbeat_period: "5s" } } } };
    expect(problems({}, common)).to.deep.equal(["misbehaves loki.commonConfig.ring"]);
    const kept = { ring: { heartbeat_period: "5s", kvstore: { store: "memberlist" } } };
    expect(problems({}, { ...plan, config: { ...plan.config, common: kept } })).to.deep.equal([]);
  });

  it("is not with an image that nobody has", () => {
    const there = ["docker.io/grafana/loki:3.7.8"];
    const { images } = parseManifests(manifestsOf(sound));
    expect(missingImages(images, there)).to.be.empty;
    expect(missingImages(["nginx:1", ...images], there).map(({ what }) => what)).to.deep.equal([
      "docker.io/library/nginx:1 is in no archive",
    ]);
  });

  it("is not without Loki's config", () => {
    expect(checkRendered(parseManifests(""), plan).map(({ kind }) => kind)).to.deep.equal(["refused"]);
  });
});
