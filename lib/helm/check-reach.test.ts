import { expect } from "chai";
import { stringify } from "yaml";
import type { JsonObject } from "../base/json.ts";
import { layerValues } from "../plan/chart/layer-values.ts";
import { checkReach } from "./check-reach.ts";

const allowed = {
  images: ["docker.io/grafana/loki", "memcached"],
  credentialsSecret: "loki-s3",
  roleArn: "arn:x",
};

const container = {
  name: "querier",
  image: "docker.io/grafana/loki:3.7.8",
  args: ["-config.file=/etc/loki/config/config.yaml", "-target=querier", "-log.level=info"],
  envFrom: [{ secretRef: { name: "loki-s3" } }],
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  readinessProbe: { httpGet: { path: "/ready", port: "http-metrics" } },
};

function manifest(ofContainer: JsonObject, ofPod: JsonObject = {}, ofTemplate: JsonObject = {}): string {
  const spec = layerValues(
    {
      containers: [layerValues(container, ofContainer)],
      volumes: [{ name: "config", configMap: { name: "loki" } }],
    },
    ofPod,
  );
  const template = layerValues({ metadata: { annotations: { "checksum/config": "1" } }, spec }, ofTemplate);
  return stringify({ kind: "Deployment", metadata: { name: "loki-querier" }, spec: { template } });
}

function reach(text: string): string {
  return checkReach(text, allowed)
    .map(({ at, what, kind }) => `${kind} ${at}: ${what}`)
    .join("\n");
}

describe("manifests before they are installed", () => {
  it("may be what the chart makes of harmless values", () => {
    expect(reach(manifest({}))).to.equal("");
    const args = [
      "-config.expand-env=true",
      "-memberlist.advertise-addr=$(POD_IP)",
      "-ingester.availability-zone=a",
    ];
    expect(reach(manifest({ args, env: [{ name: "GOGC", value: "80" }] }))).to.equal("");
    expect(reach(manifest({ image: "memcached:1.6@sha256:00", args: ["-m 64"] }))).to.equal("");
  });

  const pods: readonly (readonly [string, JsonObject, JsonObject?, JsonObject?])[] = [
    ["privileged: true", { securityContext: { privileged: true } }],
    ["added capabilities", { securityContext: { capabilities: { add: ["NET_RAW"] } } }],
    ["the user root", {}, { securityContext: { runAsUser: 0 } }],
    ["the image evil.example/grafana/loki:3.7.8", { image: "evil.example/grafana/loki:3.7.8" }],
    ["the image busybox", {}, { initContainers: [{ name: "x", image: "busybox" }] }],
    ["a probe with", { startupProbe: { exec: { command: ["curl"] } } }],
    ["a probe with", { livenessProbe: { tcpSocket: { host: "x.example", port: 1 } } }],
    ["a probe with", { livenessProbe: { httpGet: { httpHeaders: [{ name: "a", value: "b" }] } } }],
    ["the flag -ingester.lifecycler.addr", { args: ["-ingester.lifecycler.addr=10.0.0.99"] }],
    ["the flag -memberlist.advertise-addr", { args: ["-memberlist.advertise-addr=10.0.0.99"] }],
    ["the flag -log.level", { args: ["-log.level=x"] }],
    ["the environment variable AWS_PROFILE", { env: [{ name: "AWS_PROFILE", value: "prod" }] }],
    ["an environment from", { envFrom: [{ configMapRef: { name: "loki-s3" } }] }],
    ["command", { command: ["sh"] }],
    ["lifecycle", { lifecycle: { postStart: { exec: { command: ["sh"] } } } }],
    ["a port of the node", { ports: [{ containerPort: 1, hostPort: 1 }] }],
    ["hostNetwork", {}, { hostNetwork: true }],
    ["hostPID", {}, { hostPID: true }],
    ["a name server", {}, { dnsConfig: { nameservers: ["10.0.0.99"] } }],
    ["a volume of nfs", {}, { volumes: [{ name: "x", nfs: { server: "x" } }] }],
    [
      "the annotation sidecar.istio.io/inject",
      {},
      {},
      { metadata: { annotations: { "sidecar.istio.io/inject": "true" } } },
    ],
  ];
  for (const [what, ...parts] of pods) {
    it(`are refused for ${what}`, () => {
      expect(reach(manifest(...parts)))
        .to.match(/^refused Deployment loki-querier: /)
        .and.to.contain(what);
    });
  }

  const objects: readonly JsonObject[] = [
    { kind: "Ingress", metadata: { name: "x" } },
    { kind: "ClusterRoleBinding", metadata: { name: "x" } },
    { kind: "HTTPRoute", metadata: { name: "x" } },
    { kind: "Service", metadata: { name: "x" }, spec: { type: "ExternalName", externalName: "x.example" } },
    { kind: "Service", metadata: { name: "x" }, spec: { type: "ClusterIP", externalIPs: ["10.0.0.99"] } },
    {
      kind: "ServiceAccount",
      metadata: { name: "x", annotations: { "eks.amazonaws.com/role-arn": "arn:other" } },
    },
  ];
  for (const object of objects) {
    it(`are refused for ${JSON.stringify(object).slice(0, 80)}`, () => {
      expect(reach(stringify(object))).to.match(/^refused .* reaches out of the release$/);
    });
  }

  it("may have the stack's own role and services", () => {
    const annotations = { "eks.amazonaws.com/role-arn": "arn:x" };
    expect(reach(stringify({ kind: "ServiceAccount", metadata: { name: "loki", annotations } }))).to.equal(
      "",
    );
    expect(
      reach(stringify({ kind: "Service", metadata: { name: "g" }, spec: { type: "NodePort" } })),
    ).to.equal("");
  });
});
