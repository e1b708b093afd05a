import { expect } from "chai";
import { describeError } from "../../lib/base/errors.ts";
import { prepareRelease } from "../../lib/helm/prepare-release.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { planOnKind, useLabChart } from "../fixtures/lab-chart.fixture.ts";

describe("the article's Helm values", function () {
  this.timeout(300_000);
  const lab = useLabChart();

  for (const version of ["6.55.0", "6.29.0"]) {
    const planOf = (scenario: string): Promise<Plan> =>
      planOnKind(scenario, { reference: lab().folder(version) });

    it(`are refused by chart ${version} with every reason named, as they are written`, async () => {
      const plan = await planOf("article-verbatim");
      const said = await prepareRelease(plan, lab().options).then(() => "installed", describeError);
      for (const component of ["distributor", "querier", "queryFrontend", "indexGateway", "ruler"]) {
        expect(said).to.match(new RegExp(`refused +${component}.maxUnavailable:`));
      }
      expect(said).to.match(/refused +read.replicas, write.replicas, backend.replicas:/);
      expect(said).to.match(/refused +loki.runtimeConfig: it is text/);
      expect(said).to.match(/misbehaves .*index_gateway_client.server_address: dns:\/\/\//);
      expect(said).to.match(/misbehaves +queryScheduler.replicas:/);
      expect(said).to.match(/misbehaves +ingester.zoneAwareReplication.enabled:/);
      expect(said).to.match(/misbehaves +ingester.persistence.size: 20Gi/);
      expect(said).to.match(/querier.affinity: required/);
      expect(said).to.match(/chunksCache.allocatedMemory: 8192/);
    });

    it(`can be installed with chart ${version} once they are corrected`, async () => {
      const { chart, warnings, manifests } = await prepareRelease(await planOf("article"), lab().options);
      expect(chart.version).to.equal(version);
      expect(warnings).to.deep.equal([]);
      const replicas = manifests.workloads.map(({ component, replicas: count }) => [component, count]);
      expect(Object.fromEntries(replicas)).to.deep.equal({
        distributor: 3,
        ingester: 3,
        querier: 4,
        "query-frontend": 2,
        "query-scheduler": 2,
        "index-gateway": 2,
        compactor: 1,
        ruler: 2,
        gateway: 1,
      });
    });
  }
});
