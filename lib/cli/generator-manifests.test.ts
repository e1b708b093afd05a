import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { loadNamespaceName } from "../generator/pods/generator-pods.ts";
import { jobManifests } from "../generator/pods/job-manifests.ts";
import { testRunManifests } from "../generator/pods/test-run-manifests.ts";
import { testPlan } from "../judge/run-folder.fixture.ts";
import type { Manifest } from "../kube/apply-manifests.ts";
import { managedBy } from "../kube/our-labels.ts";
import { floodSpec, stormSpec } from "../plan/load-schema.ts";

const flood = floodSpec.parse({ steps: [{ forS: 20, rateBytesPerSecond: 1e6 }], streams: 4 });
const storm = stormSpec.parse({ startS: 0, ratePerSecond: 2, forS: 20, rangesS: [900] });
const plan = testPlan({ runId: "smoke-1", tenants: { payments: { flood, storm } } });
const image = "registry.example/lokiproof:0.1.0";
const gatewayUrl = "http://loki-gateway.loki.svc";

function golden(name: string): readonly unknown[] {
  const documents = parseAllDocuments(readFileSync(join(import.meta.dirname, "golden", name), "utf8"));
  return documents.map((document): unknown => document.toJS());
}

describe("manifests of generators", () => {
  it("are a Job in a namespace of the run's own, where pods may do nothing but send", () => {
    expect(jobManifests({ plan, image, generators: 2 })).to.deep.equal(golden("job.yaml"));
  });

  it("are TestRuns, their plan, and where their records are copied from, for k6-operator", () => {
    const made = testRunManifests({ plan, image, gatewayUrl, generators: 3 });
    const [, planMap] = made;
    expect(JSON.parse(dataOf(planMap)["plan.json"] ?? "")).to.deep.equal(plan);
    const shown = made.map((one) =>
      one === planMap ? { ...one, data: { ...dataOf(one), "plan.json": "..." } } : one,
    );
    expect(shown).to.deep.equal(golden("test-run.yaml"));
  });

  it("leave out a script that has nothing to send", () => {
    const only = testPlan({ ...plan, tenants: { payments: { storm } } });
    const names = testRunManifests({ plan: only, image, gatewayUrl, generators: 1 }).flatMap(
      ({ kind, metadata }) => (kind === "TestRun" ? [metadata.name] : []),
    );
    expect(names).to.deep.equal(["storm"]);
  });

  it("are all in one namespace and labelled as ours, which sweep goes by", () => {
    const namespace = loadNamespaceName(plan.runId);
    const all = [
      ...jobManifests({ plan, image, generators: 2 }),
      ...testRunManifests({ plan, image, gatewayUrl, generators: 3 }),
    ];
    for (const { kind, metadata } of all) {
      expect(metadata.labels).to.include({ ...managedBy, "lokiproof/run-id": "smoke-1" });
      if (kind === "Namespace") expect(metadata.name).to.equal(namespace);
      else expect(metadata.namespace).to.equal(namespace);
    }
  });

  it("are in a namespace whose name may be one, however long the scenario's is", () => {
    const name = loadNamespaceName(`${"long-".repeat(20)}-261127090000000-abc`);
    expect(name)
      .to.match(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
      .and.contain("261127090000000-abc");
    expect(name.length).to.be.at.most(63);
  });
});

function dataOf(manifest: Manifest | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(manifest?.["data"] ?? {}).map(([key, value]) => [key, String(value)]),
  );
}
