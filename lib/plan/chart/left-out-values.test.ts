import { expect } from "chai";
import * as fc from "fast-check";
import type { Json, JsonObject } from "../../base/json.ts";
import { keptValues } from "./kept-values.ts";
import { otherWorkloads, workloadKeys } from "./workload-keys.ts";

const version = "6.55.0";
const keep = (values: JsonObject): ReturnType<typeof keptValues> => keptValues(values, version);

const noSuchKey = /^chart 6\.55\.0 has no such key; Helm ignores it/;

/** Chart values that are left out, with the path and the reason. Every value contains the word canary. */
const left: readonly (readonly [JsonObject, string, RegExp])[] = [
  [{ loki: { storage: { s3: { accessKeyId: "canary" } } } }, "loki.storage", /the stack's own/],
  [{ loki: { config: "canary: true" } }, "loki.config", /--loki-config FILE/],
  [{ serviceAccount: { name: "canary" } }, "serviceAccount", /account of lokiproof's/],
  [{ querier: { extraArgs: ["-a.addr=canary:9095"] } }, "querier.extraArgs[0]", /-a.addr names an address/],
  [{ querier: { extraArgs: ["-s3.access-key-id=canary"] } }, "querier.extraArgs[0]", /may hold a secret/],
  [{ querier: { extraArgs: ["-log.level=canary"] } }, "querier.extraArgs[0]", /a value of its type/],
  [{ querier: { extraArgs: ["canary"] } }, "querier.extraArgs[0]", /is not a flag/],
  [
    { querier: { extraArgs: ["-config.expand-env=true", "-log.level=info"] } },
    "querier.extraArgs[0]",
    /reads its config/,
  ],
  [{ gateway: { extraArgs: ["-g", "canary"] } }, "gateway.extraArgs", /not on the list/],
  [{ chunksCache: { extraArgs: { x: "canary" } } }, "chunksCache.extraArgs", /not on the list/],
  [
    { gateway: { nginxConfig: { serverSnippet: "proxy_pass http://canary;" } } },
    "gateway.nginxConfig.serverSnippet",
    /send requests elsewhere/,
  ],
  [
    {
      gateway: {
        nginxConfig: { locationSnippet: "proxy_read_timeout 5s; } location /x { return 200 canary;" },
      },
    },
    "gateway.nginxConfig.locationSnippet",
    /that mapping is not proved/,
  ],
  [{ gateway: { enabled: false } }, "gateway.enabled", /stays on/],
  [{ gateway: { basicAuth: { enabled: true, password: "canary" } } }, "gateway.basicAuth", /is not proved/],
  [
    { gateway: { image: { repository: "canary/nginx" } } },
    "gateway.image.repository",
    /from the chart's registry/,
  ],
  [{ loki: { image: { registry: "canary.example" } } }, "loki.image.registry", /from the chart's registry/],
  [{ querier: { image: { tag: "canary" } } }, "querier.image.tag", /of the plan's version/],
  [{ ingester: { extraEnv: [{ name: "X", value: "canary" }] } }, "ingester.extraEnv", /may hold a secret/],
  [
    { ingester: { extraVolumes: [{ hostPath: { path: "/canary" } }] } },
    "ingester.extraVolumes",
    /names a volume/,
  ],
  [
    { ingester: { lifecycle: { preStop: { exec: { command: ["canary"] } } } } },
    "ingester.lifecycle",
    /a command/,
  ],
  [{ ingester: { hostAliases: [{ ip: "canary" }] } }, "ingester.hostAliases", /names an address/],
  [{ ingester: { dnsConfig: { nameservers: ["canary"] } } }, "ingester.dnsConfig", /names an address/],
  [
    { loki: { podSecurityContext: { privileged: true } } },
    "loki.podSecurityContext",
    /chart's own privileges/,
  ],
  [{ loki: { livenessProbe: { exec: { command: ["canary"] } } } }, "loki.livenessProbe", /only its own pod/],
  [
    { loki: { livenessProbe: { tcpSocket: { host: "canary", port: 1 } } } },
    "loki.livenessProbe",
    /only its own pod/,
  ],
  [
    { loki: { livenessProbe: { httpGet: { path: "/flush", port: "http-metrics" } } } },
    "loki.livenessProbe",
    /only its own pod/,
  ],
  [{ chunksCache: { addresses: "dns+canary" } }, "chunksCache.addresses", /names an address/],
  [
    { querier: { maxSurge: "1\n  hostNetwork: canary" } },
    "querier.maxSurge",
    /expected a whole number.* got text/,
  ],
  [{ querier: { affinity: { x: "canary" } } }, "querier.affinity", /plain labels/],
  [{ querier: { nodeSelector: { pool: "{{ lookup canary }}" } } }, "querier.nodeSelector", /plain labels/],
  [
    { ingester: { persistence: { claims: [{ name: "data", annotations: { x: "canary" } }] } } },
    "ingester.persistence.claims[0].annotations",
    /read by operators/,
  ],
  [
    { querier: { terminationGracePeriodSeconds: "{{ canary }}" } },
    "querier.terminationGracePeriodSeconds",
    /template/,
  ],
  [{ somethingNew: { enabled: "canary" } }, "somethingNew", noSuchKey],
  [{ querier: { enabled: "canary" } }, "querier.enabled", noSuchKey],
  [{ querier: { autoscaling: { minReplica: "canary" } } }, "querier.autoscaling.minReplica", noSuchKey],
  [{ loki: { ruler: { x: "canary" } } }, "loki.ruler", /has no such key.*did you mean loki.rulerConfig/],
  [{ limits_config: { x: "canary" } }, "limits_config", /has no such key.*did you mean loki.limits_config/],
  [{ loki: { constructor: "canary" } }, "loki.constructor", noSuchKey],
  [{ ["__proto__"]: { x: "canary" } }, "__proto__", noSuchKey],
  [{ "a.b\n::error::": "canary" }, String.raw`"a.b\n::error::"`, noSuchKey],
];

describe("chart values that are left out", () => {
  for (const [values, path, why] of left) {
    it(`are ${path.slice(0, 60)}, named and with a reason: ${String(why).slice(1, 40)}`, () => {
      const { values: rest, leftOut } = keep(values);
      expect(leftOut.map((one) => one.path)).to.deep.equal([path]);
      expect(leftOut[0]?.why).to.match(why);
      expect(JSON.stringify({ rest, leftOut })).not.to.match(/canary(?!\.)/);
    });
  }

  it("leave their neighbours: a flag is a setting by itself", () => {
    const extraArgs = ["-reporting.enabled=true", "-querier.max-concurrent=3", "-memberlist.join=x"];
    expect(keep({ querier: { extraArgs } }).values).to.deep.equal({
      querier: { extraArgs: ["-querier.max-concurrent=3"] },
    });
  });

  it("are all of a file with arbitrary text: no text that was given reaches a manifest but a plain one", () => {
    const word = fc.string({ minLength: 1 }).map((text) => `canary ${text}`);
    const tree = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(knownKey, tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(knownKey, tree), (values) => {
        expect(JSON.stringify(keep(values).values)).not.to.contain("canary");
      }),
    );
  });
});

const knownKey = fc.oneof(
  fc.constantFrom("loki", ...workloadKeys, ...otherWorkloads),
  fc.constantFrom(
    "extraArgs",
    "image",
    "tag",
    "readinessProbe",
    "httpGet",
    "path",
    "host",
    "exec",
    "command",
  ),
  fc.constantFrom(
    "affinity",
    "nodeSelector",
    "persistence",
    "claims",
    "size",
    "resources",
    "limits",
    "memory",
  ),
  fc.constantFrom("nginxConfig", "serverSnippet", "locationSnippet", "autoscaling", "replicas", "timeout"),
  fc.string(),
);
