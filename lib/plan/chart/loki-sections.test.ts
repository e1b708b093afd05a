import { expect } from "chai";
import { HarnessError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import { isLokiSection, lokiConfigOf } from "./loki-sections.ts";
import { withoutTemplates } from "./without-templates.ts";

const structured = (structuredConfig: Json): unknown => lokiConfigOf({ loki: { structuredConfig } });

describe("Loki's config in chart values", () => {
  it("is the sections, with structuredConfig over them, also where that is text", () => {
    const loki = {
      commonConfig: { replication_factor: 2 },
      structuredConfig: "common: { replication_factor: 3 }",
    };
    expect(lokiConfigOf({ loki })).to.deep.equal({ common: { replication_factor: 3 } });
  });

  const bad: readonly (readonly [Json, RegExp])[] = [
    ["{{ toYaml .Values.x }}", /is a Helm template/],
    ["just words", /expected a YAML mapping, got text/],
    ["- a\n- b", /expected a YAML mapping, got text/],
    ["a: [", /expected a YAML mapping, got text/],
    ["a: &a [*a, *a]\nb: [*a, *a, *a]\n", /expected a YAML mapping/],
    [[1], /expected a YAML mapping, got a list/],
    [7, /expected a YAML mapping, got a number/],
  ];
  for (const [value, why] of bad) {
    it(`is refused where structuredConfig is ${JSON.stringify(value).slice(0, 40)}`, () => {
      expect(() => structured(value))
        .to.throw(HarnessError, why)
        .with.property("exitCode", 3);
    });
  }

  it("is refused where a section is text, which the chart would quote", () => {
    expect(() => lokiConfigOf({ loki: { limits_config: "ingestion_rate_mb: 4" } })).to.throw(
      "loki.limits_config: expected a mapping, got text",
    );
  });

  it("has no section that every object has", () => {
    expect(["constructor", "toString", "__proto__", "hasOwnProperty"].filter(isLokiSection)).to.deep.equal(
      [],
    );
  });

  it("has no text left that Helm would fill in, and names each", () => {
    const config = { ruler: { x: "{{ lookup }}" }, a: ["b", "{{ c }}"], limits_config: { d: "1h" } };
    const { config: rest, leftOut } = withoutTemplates(config);
    expect(rest).to.deep.equal({ ruler: {}, a: ["b"], limits_config: { d: "1h" } });
    expect(leftOut.map(({ path }) => path)).to.deep.equal(["loki: ruler.x", "loki: a[1]"]);
  });
});
