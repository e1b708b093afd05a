import { join } from "node:path";
import { expect } from "chai";
import { prepareRelease, type Release } from "../../lib/helm/prepare-release.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { planOnKind, useLabChart } from "../fixtures/lab-chart.fixture.ts";

const values = join(import.meta.dirname, "production-values.fixture.yaml");

describe("production's chart values", function () {
  this.timeout(300_000);
  const lab = useLabChart();
  let plan: Plan;
  before(async () => {
    plan = await planOnKind("smoke", { reference: lab().folder("6.55.0"), valuesFiles: [values] });
  });

  for (const version of ["6.55.0", "6.29.0"]) {
    describe(`rendered by chart ${version}`, () => {
      let release: Release;
      before(async () => {
        const chart = { reference: lab().folder(version), valuesFiles: [values] };
        release = await prepareRelease(await planOnKind("smoke", chart), lab().options);
      });

      it("name no bucket, key, role, memberlist, registry or host of production's", () => {
        expect(release.manifests.text).not.to.match(/prod(?!uc)|AKIA|123456789012|consul|gp3|vault/i);
        expect(JSON.stringify(release.values)).not.to.match(/prod(?!uc)|AKIA|123456789012|consul|gp3|vault/i);
      });

      it("keep what they say of behaviour", () => {
        const { text, workloads } = release.manifests;
        expect(text).to.match(/client_max_body_size +7M;/);
        expect(text).to.contain("proxy_read_timeout 42s;");
        expect(text).to.contain("chunk_idle_period: 17m");
        expect(workloads.find(({ component }) => component === "distributor")?.replicas).to.equal(5);
        expect(workloads.find(({ component }) => component === "ingester")?.volumes).to.deep.equal({
          data: "33Gi",
        });
      });
    });
  }

  it("are named in the plan, each that was left out or changed, without what could be a secret", () => {
    const left = plan.helm?.overruled.map(({ path }) => path);
    expect(left).to.include.members([
      "global",
      "imagePullSecrets",
      "loki.storage",
      "loki.tenants",
      "serviceAccount",
      "extraObjects",
      "minio",
      "ingress",
      "gateway.basicAuth",
      "gateway.service",
      "gateway.nginxConfig.customWriteUrl",
      "gateway.nginxConfig.locationSnippet",
      "distributor.extraArgs[0]",
      "ingester.extraVolumes",
      "ingester.initContainers",
      "chunksCache.addresses",
    ]);
    expect(plan.dropped.map(({ path }) => path)).to.include("memberlist");
    const changed = plan.helm?.laptop.map(({ path }) => path);
    expect(changed).to.include.members([
      "ingester.affinity",
      "ingester.nodeSelector",
      "distributor.resources",
      "querier.autoscaling",
      "indexGateway.persistence.storageClass",
      "ingester.persistence.claims[0].storageClass",
      "chunksCache.allocatedMemory",
      "chunksCache.replicas",
    ]);
    expect(JSON.stringify(plan)).not.to.match(/prodsecret|AKIAPROD/);
  });

  it("move the plan's expectations", () => {
    expect(plan.replicas).to.include({ distributor: 5, querier: 2, ingester: 3, "query-scheduler": 2 });
    expect(plan.overrides["checkout"]).to.include({ ingestion_rate_mb: 20 / plan.scale });
    expect(plan.config).to.have.nested.property("limits_config.ingestion_rate_mb", 40 / plan.scale);
  });
});
