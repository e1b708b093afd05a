import { expect } from "chai";
import * as fc from "fast-check";
import { findMembers, releasesIn, replicasOf, type SeenPod } from "./find-members.ts";
import { chartMapping, type Mapping } from "./mapping.ts";

function pod(name: string, component: string, parts: Partial<SeenPod> = {}): SeenPod {
  const labels = { "app.kubernetes.io/instance": "loki", "app.kubernetes.io/component": component };
  return { name, labels, podIp: "10.0.0.1", ending: false, ...parts };
}

const chart = chartMapping("loki");
const told = (pods: readonly SeenPod[], mapping: Mapping = chart): readonly string[] =>
  findMembers(pods, mapping).members.map(
    ({ component, index, pod: name }) => `${component} ${index} ${name}`,
  );

describe("findMembers", () => {
  it("finds the chart's components by their labels, and leaves the rest", () => {
    const pods = [
      pod("loki-ingester-1", "ingester"),
      pod("loki-ingester-0", "ingester"),
      pod("loki-canary-x", "canary"),
      pod("loki-chunks-cache-0", "memcached-chunks-cache"),
      pod("loki-gateway-y", "gateway"),
      pod("minio-0", "minio", { labels: { app: "minio" } }),
    ];
    expect(told(pods)).to.deep.equal(["ingester 0 loki-ingester-0", "ingester 1 loki-ingester-1"]);
    expect(findMembers(pods, chart).gateways).to.deep.equal([{ pod: "loki-gateway-y", port: 8080 }]);
  });

  it("lists a pod that runs several components once for each", () => {
    expect(told([pod("loki-write-0", "write"), pod("loki-write-1", "write")])).to.have.members([
      "distributor 0 loki-write-0",
      "ingester 0 loki-write-0",
      "distributor 1 loki-write-1",
      "ingester 1 loki-write-1",
    ]);
    expect(told([pod("loki-0", "single-binary")])).to.have.length(9);
  });

  it("does not count a pod that is about to go, nor another release's", () => {
    const other = pod("b", "ingester", {
      labels: { "app.kubernetes.io/instance": "other", "app.kubernetes.io/component": "ingester" },
    });
    expect(told([pod("a", "ingester", { ending: true }), other])).to.deep.equal([]);
  });

  it("finds another chart's by a mapping", () => {
    const mapping: Mapping = {
      version: 1,
      pods: [{ labels: { role: "in" }, runs: ["distributor"], httpPort: 80, grpcPort: 81 }],
    };
    const [member] = findMembers([pod("x", "", { labels: { role: "in", more: "yes" } })], mapping).members;
    expect(member).to.include({ component: "distributor", pod: "x", httpPort: 80, grpcPort: 81 });
  });

  it("counts the pods of each component from 0 without a gap, whatever their order", () => {
    const names = fc.uniqueArray(
      fc.tuple(fc.constantFrom("ingester", "querier", "write", "gateway", "none"), fc.nat(50)),
      {
        selector: ([component, number]) => `${component}-${number}`,
      },
    );
    fc.assert(
      fc.property(names, (chosen) => {
        const pods = chosen.map(([component, number]) => pod(`${component}-${number}`, component));
        const { members } = findMembers(pods, chart);
        for (const [, ofOne] of Map.groupBy(members, ({ component }) => component)) {
          expect(ofOne.map(({ index }) => index)).to.deep.equal([...ofOne.keys()]);
        }
        expect(findMembers(pods.toReversed(), chart)).to.deep.equal(findMembers(pods, chart));
      }),
    );
  });
});

describe("replicasOf", () => {
  const { labels } = pod("", "ingester");
  const found = findMembers([pod("loki-ingester-0", "ingester"), pod("loki-querier-0", "querier")], chart);

  it("takes what a workload is told before the pods that there are, and adds up zones", () => {
    const zones = ["a", "b", "c"].map((zone) => ({
      name: `loki-ingester-zone-${zone}`,
      labels,
      replicas: 1,
    }));
    expect(replicasOf(found, zones, chart)).to.deep.equal({ ingester: 3, querier: 1 });
  });

  it("takes the pods that there are where no workload is seen", () => {
    expect(replicasOf(found, [], chart)).to.deep.equal({ ingester: 1, querier: 1 });
  });
});

const ofRelease = (instance: string, component: string): SeenPod =>
  pod(instance, component, {
    labels: { "app.kubernetes.io/instance": instance, "app.kubernetes.io/component": component },
  });

describe("releasesIn", () => {
  it("names each release that takes pushes, once", () => {
    const pods = [
      ofRelease("b", "write"),
      ofRelease("a", "distributor"),
      ofRelease("b", "write"),
      ofRelease("c", "canary"),
    ];
    expect(releasesIn(pods)).to.deep.equal(["a", "b"]);
  });
});
