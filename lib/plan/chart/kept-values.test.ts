import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { keptValues } from "./kept-values.ts";

const version = "6.55.0";
const keep = (values: JsonObject): ReturnType<typeof keptValues> => keptValues(values, version);

describe("chart values that are kept", () => {
  const claim = { name: "data", size: "33Gi", accessModes: ["ReadWriteOnce"], storageClass: "gp3" };
  const kept: readonly (readonly [string, JsonObject])[] = [
    ["the shape of a component", { querier: { replicas: 2, maxUnavailable: 1, resources: { limits: {} } } }],
    ["a percentage", { querier: { maxUnavailable: "25%", resources: { requests: { cpu: "500m" } } } }],
    ["a volume's size", { indexGateway: { persistence: { enabled: true, size: "20Gi" } } }],
    ["volume claims", { ingester: { persistence: { enabled: true, claims: [claim] } } }],
    ["the gateway's body size", { gateway: { nginxConfig: { clientMaxBodySize: "7M" } } }],
    [
      "timeouts in a snippet",
      { gateway: { nginxConfig: { serverSnippet: "proxy_read_timeout 42s;\nsend_timeout 5s;" } } },
    ],
    ["flags that are known", { querier: { extraArgs: ["-querier.max-concurrent=2", "--log.level=debug"] } }],
    ["null, which takes the chart's default away", { querier: { affinity: null } }],
    ["the mode", { deploymentMode: "Distributed" }],
    ["probes of Loki's pods", { loki: { readinessProbe: { periodSeconds: 1 } } }],
    [
      "a probe of the pod itself",
      { ingester: { readinessProbe: { httpGet: { path: "/ready", port: "http-metrics" } } } },
    ],
    ["autoscaling", { querier: { autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 9 } } }],
    ["zones", { ingester: { zoneAwareReplication: { enabled: false } } }],
    [
      "a cache's sizes",
      { chunksCache: { allocatedMemory: 512, timeout: "2000ms", writebackSizeLimit: "500MB" } },
    ],
    ["the version of nginx", { gateway: { image: { tag: "1.29-alpine" } } }],
    ["taints", { querier: { tolerations: [{ key: "pool", operator: "Exists", effect: "NoSchedule" }] } }],
  ];
  for (const [what, values] of kept) {
    it(`are ${what}`, () => {
      expect(keep(values)).to.deep.equal({ values, leftOut: [] });
    });
  }

  it("are not Loki's config, which the plan reads, nor left out because of it", () => {
    const values = {
      loki: { limits_config: {}, runtimeConfig: {}, image: { tag: "3.7.8" }, structuredConfig: {} },
    };
    expect(keep(values)).to.deep.equal({ values: { loki: { image: {} } }, leftOut: [] });
  });
});
