import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { answerableStorm } from "./answerable-mix.ts";
import { stormSpec } from "./load-schema.ts";
import { queryTemplates } from "./query-templates.ts";

const storm = stormSpec.parse({ ratePerSecond: 1, forS: 1, rangesS: [900] });

function mixWith(limits: JsonObject, override: JsonObject = {}, given = storm): unknown {
  return answerableStorm(given, "payments", {
    config: { limits_config: limits },
    overrides: { payments: override },
  }).mix;
}

describe("a storm's mix", () => {
  it("is as given where the limits allow all of it", () => {
    expect(mixWith({ volume_enabled: true })).to.equal(undefined);
    expect(mixWith({ volume_enabled: false }, { volume_enabled: true })).to.equal(undefined);
  });

  it("has no volume where the tenant may not ask for one", () => {
    expect(mixWith({}, { volume_enabled: false })).to.deep.equal({ ...queryTemplates, volume: 0 });
    const given = { ...storm, mix: { volume: 2, labels: 1 } };
    expect(mixWith({ volume_enabled: false }, {}, given)).to.deep.equal({ volume: 0, labels: 1 });
  });

  it("has no levels where Loki does not look for them as it does by default", () => {
    for (const limits of [
      { discover_log_levels: false },
      { allow_structured_metadata: false },
      { log_level_fields: ["severity"] },
    ]) {
      expect(mixWith(limits)).to.deep.equal({ ...queryTemplates, "count-by-level": 0 });
    }
  });
});
