import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { keptValues } from "./kept-values.ts";

describe("chart values that are kept", () => {
  const kept: readonly (readonly [string, JsonObject])[] = [
    ["the shape of a component", { querier: { replicas: 2, maxUnavailable: 1, resources: { limits: {} } } }],
    ["a volume's size", { ingester: { persistence: { enabled: true, size: "20Gi" } } }],
    ["the gateway's body size", { gateway: { nginxConfig: { clientMaxBodySize: "7M" } } }],
    [
      "timeouts in a snippet",
      { gateway: { nginxConfig: { serverSnippet: "proxy_read_timeout 42s;\nsend_timeout 5s;" } } },
    ],
    [
      "flags that name nothing",
      { querier: { extraArgs: ["-querier.max-concurrent=2", "-a.b=127.0.0.1:1"] } },
    ],
    ["null, which takes the chart's default away", { querier: { affinity: null } }],
    ["the mode", { deploymentMode: "Distributed" }],
    ["probes of Loki's pods", { loki: { readinessProbe: { periodSeconds: 1 } } }],
  ];
  for (const [what, values] of kept) {
    it(`are ${what}`, () => {
      expect(keptValues(values)).to.deep.equal({ values, leftOut: [] });
    });
  }

  const left: readonly (readonly [string, JsonObject, string])[] = [
    ["credentials", { loki: { storage: { s3: { accessKeyId: "x" } } } }, "loki.storage"],
    ["a whole config of the user's", { loki: { config: "auth_enabled: true" } }, "loki.config"],
    ["an account", { serviceAccount: { name: "x" } }, "serviceAccount"],
    ["flags with an address", { querier: { extraArgs: ["-a.b=prod:9095"] } }, "querier.extraArgs"],
    [
      "a flag with a secret of digits",
      { querier: { extraArgs: ["-s3.access-key-id=12abc"] } },
      "querier.extraArgs",
    ],
    ["a flag with a secret", { querier: { extraArgs: ["-a=1", "-s3.secret=abc-def"] } }, "querier.extraArgs"],
    [
      "a snippet that passes requests on",
      { gateway: { nginxConfig: { serverSnippet: "proxy_pass http://prod;" } } },
      "gateway.nginxConfig.serverSnippet",
    ],
    ["what nobody knows", { somethingNew: { enabled: true } }, "somethingNew"],
    ["the environment", { ingester: { extraEnv: [{ name: "X", value: "y" }] } }, "ingester.extraEnv"],
    ["addresses of a cache", { chunksCache: { addresses: "dns+prod" } }, "chunksCache.addresses"],
  ];
  for (const [what, values, path] of left) {
    it(`are not ${what}, and it is named`, () => {
      const { values: rest, leftOut } = keptValues(values);
      expect(JSON.stringify(rest)).not.to.match(/prod|abc|"x"|auth|"y"|New/);
      expect(leftOut.map((one) => one.path)).to.deep.equal([path]);
    });
  }

  it("are not Loki's config, which the plan reads, nor left out because of it", () => {
    const values = {
      loki: { limits_config: {}, runtimeConfig: {}, image: { tag: "3.7.8" }, structuredConfig: {} },
    };
    expect(keptValues(values)).to.deep.equal({ values: { loki: { image: {} } }, leftOut: [] });
  });
});
