import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { isObject, type JsonObject } from "../../lib/base/json.ts";
import { imagesOfChart } from "../../lib/helm/chart-images.ts";
import { checkReach } from "../../lib/helm/check-reach.ts";
import { prepareRelease, type Release } from "../../lib/helm/prepare-release.ts";
import { renderChart } from "../../lib/helm/render-chart.ts";
import { layerValues } from "../../lib/plan/chart/layer-values.ts";
import { jsonObject } from "../../lib/plan/json-schema.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { planOnKind, useLabChart } from "../fixtures/lab-chart.fixture.ts";

const file = join(import.meta.dirname, "hostile-values.fixture.yaml");

describe("chart values that reach out", function () {
  this.timeout(300_000);
  const lab = useLabChart();

  for (const version of ["6.29.0", "6.55.0"]) {
    describe(`rendered by chart ${version}`, () => {
      let plan: Plan;
      let release: Release;
      before(async () => {
        plan = await planOnKind("smoke", { reference: lab().folder(version), version, valuesFiles: [file] });
        release = await prepareRelease(plan, lab().options);
      });

      it("leave no address, image, command, path, label or secret of theirs in a manifest or in the plan", () => {
        expect(release.manifests.text).not.to.match(/canary|10\.0\.0\.99/i);
        expect(JSON.stringify(plan)).not.to.match(/canary\W|:\s*"?[^"]*CANARY(?!\w*")/);
      });

      it("raise no privilege", () => {
        expect(release.manifests.text).not.to.match(
          /privileged: true|allowPrivilegeEscalation: true|hostNetwork|hostPath|hostAliases|SYS_ADMIN|LoadBalancer|runAsUser: 0/,
        );
      });

      it("leave what is harmless as it was given", () => {
        expect(release.manifests.text)
          .to.match(/client_max_body_size +8M;/)
          .and.to.contain("-log.level=info");
      });
    });
  }

  /** Chart values that bypass the allow-list. Each must be detected in the rendered manifests and refused. */
  const holes: readonly (readonly [string, JsonObject])[] = [
    ["privileged", { loki: { containerSecurityContext: { privileged: true } } }],
    ["the user root", { loki: { podSecurityContext: { runAsUser: 0 } } }],
    ["added capabilities", { loki: { containerSecurityContext: { capabilities: { add: ["SYS_ADMIN"] } } } }],
    ["a probe with", { loki: { livenessProbe: { exec: { command: ["curl"] } } } }],
    ["a probe with", { loki: { livenessProbe: { httpGet: { host: "x.example", path: "/", port: 80 } } } }],
    ["the image", { loki: { image: { registry: "x.example" } } }],
    ["the image", { gateway: { image: { repository: "x/nginx" } } }],
    ["the image", { querier: { initContainers: [{ name: "x", image: "busybox" }] } }],
    ["the image", { querier: { extraContainers: [{ name: "x", image: "busybox" }] } }],
    ["a volume of hostPath", { querier: { extraVolumes: [{ name: "x", hostPath: { path: "/" } }] } }],
    ["hostAliases", { ingester: { hostAliases: [{ ip: "10.0.0.99", hostnames: ["x"] }] } }],
    ["hostNetwork", { querier: { terminationGracePeriodSeconds: "30\n      hostNetwork: true" } }],
    ["a name server", { loki: { dnsConfig: { nameservers: ["10.0.0.99"] } } }],
    ["the flag -reporting.enabled", { querier: { extraArgs: ["-reporting.enabled=true"] } }],
    ["the environment variable X", { querier: { extraEnv: [{ name: "X", value: "y" }] } }],
    ["an environment from", { querier: { extraEnvFrom: [{ secretRef: { name: "other" } }] } }],
    ["command", { ingester: { command: "sh", zoneAwareReplication: { enabled: true } } }],
    ["lifecycle", { ingester: { lifecycle: { preStop: { exec: { command: ["curl"] } } } } }],
    [
      "the annotation vault.hashicorp.com/agent-inject",
      { loki: { podAnnotations: { "vault.hashicorp.com/agent-inject": "true" } } },
    ],
    ["a service of this type", { gateway: { service: { type: "LoadBalancer" } } }],
    ["an object of this kind", { ingress: { enabled: true } }],
    ["an object of this kind", { gateway: { ingress: { enabled: true } } }],
    ["an object of this kind", { lokiCanary: { enabled: true } }],
    ["an object of this kind", { rbac: { namespaced: false } }],
    ["the annotation x", { serviceAccount: { annotations: { x: "y" } } }],
  ];
  describe("past the allow-list", () => {
    let release: Release;
    before(async () => {
      release = await prepareRelease(
        await planOnKind("smoke", { reference: lab().folder("6.55.0") }),
        lab().options,
      );
    });
    const reach = async (values: JsonObject): Promise<readonly string[]> => {
      const { folder } = release.chart;
      const { around } = lab().options;
      const { text } = await renderChart(folder, values, around, lab().options);
      const { credentialsSecret, roleArn } = around;
      const images = await imagesOfChart(folder);
      return checkReach(text, { images, credentialsSecret, roleArn }).map(({ what }) => what);
    };

    it("are refused by nothing if nothing is let through", async () => {
      expect(await reach(release.values)).to.deep.equal([]);
    });

    for (const [what, hole] of holes) {
      it(`are refused by what is rendered: ${JSON.stringify(hole).slice(0, 90)}`, async () => {
        expect((await reach(layerValues(release.values, hole))).join("\n")).to.contain(what);
      });
    }
  });

  it("are in every block of the fixture that the chart has", async () => {
    const values = jsonObject.parse(parse(await readFile(file, "utf8")));
    const blocks = Object.values(values).filter((block) => isObject(block));
    expect(blocks.length).to.be.greaterThan(20);
    expect(blocks.filter((block) => !/CANARY|true/.test(JSON.stringify(block)))).to.deep.equal([]);
  });
});
