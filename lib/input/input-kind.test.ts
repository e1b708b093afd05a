import { expect } from "chai";
import { parse } from "yaml";
import type { Json } from "../base/json.ts";
import { recogniseOther } from "./input-kind.ts";
import { type InputKind, inputKinds } from "./known-kinds.ts";
import { recogniseText } from "./other-text.ts";

/** Example files of each kind that lokiproof accepts. Each is accepted by the flag of its kind and by no other. */
const own: readonly (readonly [InputKind, string])[] = [
  ["loki-config", "auth_enabled: false\nserver: { http_listen_port: 3100 }"],
  ["loki-config", "limits_config: { retention_period: 720h }"],
  ["loki-config", "ingester: { chunk_idle_period: 1h }\nschema_config: { configs: [] }"],
  ["loki-config", "target: all\ncommon: { path_prefix: /loki }"],
  ["overrides", "overrides: { a: { ingestion_rate_mb: 5 } }"],
  ["overrides", "base: &b { ingestion_rate_mb: 5 }\noverrides: { a: { <<: *b } }"],
  ["overrides", "overrides:\nconfigs: { a: { log_push_request: true } }"],
  ["values", "deploymentMode: Distributed\ningester: { replicas: 3 }"],
  ["values", "loki: { auth_enabled: false }"],
  [
    "values",
    "ingester: { replicas: 3 }\nlimits_config: { retention_period: 72h }\ngateway: { enabled: false }",
  ],
  ["values", "querier: { extraArgs: [] }"],
  ["scenario", "version: 1\nname: x\ntenants: { a: {} }"],
  ["breakage", "name: x\nmustRed: [a]\noverrides: { a: {} }"],
  ["expectation", "version: 1\nreplicas: { ingester: 3 }"],
  ["mapping", "version: 1\npods: []"],
  ["kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []"],
  ["kind-config", "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []"],
];

/** Example files that no flag accepts, each with a pattern for the name by which lokiproof recognises it. */
const other: readonly (readonly [RegExp, string])[] = [
  [/ConfigMap/, "apiVersion: v1\nkind: ConfigMap\ndata: { config.yaml: 'a: 1' }"],
  [/Secret/, "apiVersion: v1\nkind: Secret\ndata: { loki.yaml: YTogMQ== }"],
  [/Deployment/, "apiVersion: apps/v1\nkind: Deployment\nspec: {}"],
  [
    /Flux or Argo/,
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: { values: { loki: {} } }",
  ],
  [/LokiStack/, "apiVersion: loki.grafana.com/v1\nkind: LokiStack\nspec: {}"],
  [/as a part/, "loki: { deploymentMode: Distributed, loki: { auth_enabled: true } }"],
  [/as a part/, "grafana: {}\nlogging: { loki: { auth_enabled: true }, singleBinary: { replicas: 1 } }"],
  [/Chart.yaml/, "apiVersion: v2\nname: x\nversion: 1.2.3\ndependencies: []"],
  [/Compose/, "services: { loki: { image: grafana/loki:3.5.0, ports: ['3100:3100'] } }"],
  [/Promtail/, "server: {}\nclients: [{ url: http://x }]\nscrape_configs: []"],
  [/Prometheus/, "global: { scrape_interval: 15s }\nscrape_configs: []"],
  [/rules/, "groups: [{ name: x, rules: [] }]"],
  [/Alertmanager/, "route: { receiver: x }\nreceivers: []"],
  [/Collector/, "receivers: { otlp: {} }\nexporters: { debug: {} }\nservice: {}"],
  [/dashboard/, '{ "title": "x", "panels": [] }'],
  [/data sources/, "apiVersion: 1\ndatasources: [{ type: loki }]"],
  [/saved plan/, "version: 1\nrunId: a\nscenario: smoke\ntenants: {}"],
];

describe("recogniseOther", () => {
  const kinds = inputKinds;

  for (const [kind, text] of own) {
    it(`takes for what it is, and for nothing else: ${kind}: ${text.replaceAll("\n", "; ").slice(0, 60)}`, () => {
      const file: Json = parse(text, { merge: true });
      expect(recogniseOther(file, kind)).to.equal(undefined);
      const wrong = kinds.filter((wanted) => wanted !== kind);
      const said = wrong.map((wanted) => recogniseOther(file, wanted));
      for (const one of said) {
        expect(one?.evidence).to.match(/\w/);
        expect(one?.instead).to.match(/\w/);
      }
      if (kind !== "kubeconfig" && kind !== "kind-config") {
        expect(new Set(said.map((one) => one?.kind))).to.deep.equal(new Set([kind]));
      }
    });
  }

  for (const [is, text] of other) {
    it(`says of a file that no flag takes that it is ${is.source}`, () => {
      const file: Json = parse(text);
      for (const wanted of ["loki-config", "overrides", "values", "scenario"] as const) {
        const seen = recogniseOther(file, wanted);
        if (wanted === "scenario" && /part/.test(is.source)) continue;
        expect(seen?.is, wanted).to.match(is);
        expect(seen?.instead).to.match(/\w/);
      }
    });
  }

  it("says where in an object of Kubernetes the file is, and which flag takes it", () => {
    const map = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "loki-runtime" },
      data: { "x.yaml": "a" },
    };
    expect(recogniseOther(map, "loki-config")?.instead).to.match(/data\."x\.yaml".*--overrides loki\.yaml/);
    const secret = { apiVersion: "v1", kind: "Secret", data: { "config.yaml": "YQ==" } };
    expect(recogniseOther(secret, "values")?.instead).to.match(/base64 -d.*--loki-config loki\.yaml/);
  });

  it("lets pass what nothing is known of: the schema of the flag has the word", () => {
    for (const wanted of kinds) {
      expect(recogniseOther({ x: 1 }, wanted)).to.equal(undefined);
      expect(recogniseOther({}, wanted)).to.equal(undefined);
      expect(recogniseOther([1], wanted)).to.equal(undefined);
      expect(recogniseOther(null, wanted)).to.equal(undefined);
    }
  });
});

describe("recogniseText", () => {
  it("knows templates, other languages and pages by their text", () => {
    expect(recogniseText("{{- if .Values.x }}\na: 1\n{{- end }}")?.is).to.match(/Helm template/);
    expect(recogniseText('loki.write "x" {\n  endpoint { }\n}')?.is).to.match(/Alloy/);
    expect(recogniseText("<!DOCTYPE html><html>")?.is).to.match(/HTML/);
    expect(recogniseText("#!/bin/sh\nhelm")?.is).to.match(/script/);
    expect(recogniseText("a: 1")).to.equal(undefined);
  });
});
