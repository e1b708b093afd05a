import { expect } from "chai";
import { limitDurationMs } from "../base/loki-duration.ts";
import { defaultLimits } from "../promises/default-limits.ts";
import { keysOf, knownVersions } from "./known-keys.ts";

/** Returns a duration in milliseconds, so that "7d" equals "1w"; returns any other value unchanged. */
const plain = (value: unknown): unknown =>
  typeof value === "string" ? (limitDurationMs(value) ?? value) : value;

describe("Loki's defaults of the limits that lokiproof expects", () => {
  for (const version of knownVersions)
    it(`are those that Loki ${version} prints`, () => {
      const { paths, defaults } = keysOf(version);
      const known = Object.entries(defaultLimits).filter(([name]) => paths.has(`limits_config.${name}`));
      const printed = known.map(([name]) => [name, plain(defaults.get(`limits_config.${name}`))]);
      expect(printed).to.deep.equal(known.map(([name, value]) => [name, plain(value)]));
      // Loki before 3.7 has no index_gateway_max_capacity: in these versions, no index gateway is left out of a
      // tenant's lookups.
      expect(known.length).to.be.at.least(Object.keys(defaultLimits).length - 1);
    });
});
