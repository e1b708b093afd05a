import { expect } from "chai";
import { HarnessError } from "../../base/errors.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { replicasOf, versionOf } from "./stated-values.ts";

describe("what chart values state", () => {
  const counts: readonly (readonly [string, JsonObject, string, object])[] = [
    ["a count", { querier: { replicas: 2 } }, "6.55.0", { querier: 2 }],
    ["nothing", { querier: { resources: {} } }, "6.55.0", {}],
    ["a ruler that is off", { ruler: { enabled: false, replicas: 2 } }, "6.55.0", { ruler: 0 }],
    [
      "off where the chart has no such key",
      { querier: { enabled: false, replicas: 2 } },
      "6.55.0",
      { querier: 2 },
    ],
    ["off where the chart has it", { querier: { enabled: false, replicas: 2 } }, "18.11.0", { querier: 0 }],
    [
      "autoscaling, which rests at its minimum",
      { querier: { replicas: 9, autoscaling: { enabled: true, minReplicas: 4 } } },
      "6.55.0",
      { querier: 4 },
    ],
    [
      "autoscaling at the chart's own minimum",
      { querier: { replicas: 9, autoscaling: { enabled: true } } },
      "6.55.0",
      { querier: 1 },
    ],
    [
      "autoscaling where the chart has none",
      { ruler: { replicas: 3, autoscaling: { enabled: true } } },
      "6.55.0",
      { ruler: 3 },
    ],
    [
      "three zones, each with a third, rounded up",
      { ingester: { replicas: 4, zoneAwareReplication: { enabled: true } } },
      "6.55.0",
      { ingester: 6 },
    ],
  ];
  for (const [what, values, version, expected] of counts) {
    it(`is ${what} (chart ${version})`, () => {
      expect(replicasOf(values, version)).to.deep.equal(expected);
    });
  }

  const bad: readonly Json[] = [-1, 2.5, 51, 1e300, "5", "three", "", true, [3], { count: 3 }];
  for (const count of bad) {
    it(`is refused where a count is ${JSON.stringify(count)}, wherever it stands`, () => {
      for (const block of [{ replicas: count }, { autoscaling: { minReplicas: count } }]) {
        for (const name of ["ingester", "gateway", "chunksCache", "patternIngester"]) {
          const states = (): unknown => replicasOf({ [name]: block }, "6.55.0");
          expect(states).to.throw(HarnessError, `chart value ${name}.`).with.property("exitCode", 3);
        }
      }
    });
  }

  it("is refused where a component is not a mapping", () => {
    expect(() => replicasOf({ querier: "notamap" }, "6.55.0")).to.throw(
      "querier: expected a mapping, got text",
    );
  });

  it("is the Loki version that a tag names", () => {
    expect(versionOf({ loki: { image: { tag: "v3.7.7", digest: "sha256:0" } } })).to.equal("3.7.7");
    expect(versionOf({ loki: { image: { tag: null } } })).to.equal(undefined);
    expect(versionOf({ loki: {} })).to.equal(undefined);
  });

  it("is refused where loki or its image is text", () => {
    expect(() => versionOf({ loki: "x" })).to.throw("chart value loki: expected a mapping, got text");
    expect(() => versionOf({ loki: { image: "grafana/loki:3.6.0" } })).to.throw(
      "loki.image: expected a mapping",
    );
  });

  const tags: readonly Json[] = [
    "3.8.0-rc.0",
    "main-abc1234",
    "latest",
    "3.6",
    3.6,
    3,
    "",
    "3.7.8@sha256:00",
    "k1",
    {},
  ];
  for (const tag of tags) {
    it(`is refused where the tag is ${JSON.stringify(tag)}, and says what can be had`, () => {
      expect(() => versionOf({ loki: { image: { tag } } }))
        .to.throw(HarnessError, /which Loki version do you mean.*x\.y\.z are supported/)
        .with.property("exitCode", 3);
    });
  }

  it("is refused where there is a digest alone", () => {
    expect(() => versionOf({ loki: { image: { digest: "sha256:0" } } })).to.throw("got a digest alone");
  });
});
