import { expect } from "chai";
import { parse } from "yaml";
import { jsonObject } from "../json-schema.ts";
import { otherKindOf } from "./other-values.ts";

const others: readonly (readonly [string, RegExp])[] = [
  ["querier: {replicas: {{ .Values.replicas }}}", /is a template/],
  ["loki: {image: {tag: {{ .Values.tag }}}}", /is a template/],
  ["deploymentMode: SimpleScalable", /another mode \(deploymentMode SimpleScalable\)/],
  ["deploymentMode: SimpleScalable<->Distributed", /another mode/],
  ["deploymentMode: SingleBinary", /another mode/],
  ["deploymentMode: Monolithic", /another mode/],
  [
    "{loki: {}, read: {replicas: 3}, write: {replicas: 3}, backend: {replicas: 3}}",
    /another mode \(read, write, backend\)/,
  ],
  ["singleBinary: {replicas: 1}", /another mode \(singleBinary\)/],
  ["{promtail: {enabled: true}, grafana: {enabled: true}}", /chart loki-stack/],
];

const charts: readonly string[] = [
  "{}",
  "deploymentMode: Distributed",
  "{deploymentMode: Distributed, read: {replicas: 0}, write: {replicas: 0}, backend: {replicas: 0}}",
  "{loki: {schemaConfig: {}, limits_config: {}, querier: {}, ingester: {}, compactor: {}, frontend: {}}}",
  "{loki: {ruler: {}}, limits_config: {}, ingester: {replicas: 3}}",
  "{loki: {memberlist: {}, common: {}, ruler: {}, server: {}, ui: {}}}",
  "{ingester: {replicas: 3}, querier: {replicas: 2}, compactor: {replicas: 1}}",
  "{serviceAccount: {create: true}}",
  "{memberlist: {service: {}}}",
  "loki: {limits_config: {x: '{{ .Values.y }}'}}",
];

describe("a file of chart values", () => {
  for (const [yaml, what] of others) {
    it(`is recognised as something else, with the next command: ${yaml.slice(0, 70)}`, () => {
      const kind = otherKindOf(jsonObject.parse(parse(yaml)));
      expect(kind?.what).to.match(what);
      expect(kind?.next).to.match(/-f|--loki-config|--overrides|lokiproof|render/);
    });
  }

  for (const yaml of charts) {
    it(`is taken for what it is: ${yaml.slice(0, 70)}`, () => {
      expect(otherKindOf(jsonObject.parse(parse(yaml)))).to.equal(undefined);
    });
  }
});
