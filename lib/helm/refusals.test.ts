import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { valueAt } from "../plan/chart/layer-values.ts";
import { HelmError } from "./helm-command.ts";
import { type Manifests, parseManifests } from "./manifests.ts";
import { renderThroughRefusals } from "./refusals.ts";

const budget = (name: string): string =>
  `\`.Values.${name}.maxUnavailable\` must be set when \`.Values.${name}.replicas\` is greater than 1.`;

/** Returns a fake chart that refuses to render as long as one of the values is missing. */
function chart(
  refusals: readonly (readonly [string, readonly string[]])[],
): (values: JsonObject) => Promise<Manifests> {
  return (values) => {
    const refusal = refusals.find(([, path]) => valueAt(values, path) === undefined);
    return refusal === undefined
      ? Promise.resolve(parseManifests(""))
      : Promise.reject(new HelmError(["template"], refusal[0]));
  };
}

describe("what a chart refuses", () => {
  it("is all named, though Helm names one at a time", async () => {
    const render = chart([
      [budget("querier"), ["querier", "maxUnavailable"]],
      [budget("ruler"), ["ruler", "maxUnavailable"]],
    ]);
    const { refusals, manifests } = await renderThroughRefusals({}, render);
    expect(refusals.map(({ at }) => at)).to.deep.equal(["querier.maxUnavailable", "ruler.maxUnavailable"]);
    expect(manifests).not.to.equal(undefined);
  });

  it("is named as the chart says it where nobody knows what would help", async () => {
    const { refusals, manifests } = await renderThroughRefusals({}, chart([["no such thing", ["x"]]]));
    expect(refusals).to.have.length(1);
    expect(refusals[0]).to.include({ kind: "refused", what: "no such thing" });
    expect(manifests).to.equal(undefined);
  });

  it("is not asked for ever by a chart that repeats itself", async () => {
    const { refusals, manifests } = await renderThroughRefusals({}, chart([[budget("querier"), ["never"]]]));
    expect(refusals).to.have.length(1);
    expect(manifests).to.equal(undefined);
  });
});
