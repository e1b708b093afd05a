import { expect } from "chai";
import { levelDetectorOf } from "./detected-level.ts";

/** Log lines, each with the levels that Loki 3.5, 3.6 and 3.7 detect in it. */
const rows: readonly (readonly [line: string, of35: string, of36: string, of37: string])[] = [
  // The `level` field of a line decides in every version, whatever the rest of the line says.
  ['level=debug msg="no error"', "debug", "debug", "debug"],
  ['ts=1 level=warn msg="info"', "warn", "warn", "warn"],
  ['{"msg":"x","level":"ERROR"}', "error", "error", "error"],
  // Lines without a `level` field.
  ["DEBUG cache miss for key 7", "unknown", "debug", "debug"],
  ["debug: cache miss", "debug", "debug", "debug"],
  ["WARN slow query", "unknown", "unknown", "warn"],
  ["warning: disk", "warn", "warn", "warn"],
  ["an error occurred", "error", "unknown", "error"],
  ["[ERROR] it failed", "error", "error", "error"],
  ["err: it failed", "error", "error", "error"],
  ["CRITICAL: no disk", "critical", "critical", "critical"],
  ["a critical path", "unknown", "unknown", "critical"],
  ["fatal exit", "unknown", "unknown", "fatal"],
  ["trace of a request", "unknown", "unknown", "trace"],
  // Before Loki 3.7, a part of a word counts too, and the order of the rules decides, not the order of the words in the
  // line.
  ["more information", "info", "info", "unknown"],
  ["terrors", "error", "unknown", "unknown"],
  ["error in info", "info", "info", "error"],
  ["Info of mixed case", "unknown", "unknown", "info"],
  ["nothing to see", "unknown", "unknown", "unknown"],
  // A `level` field with an unknown value counts as ordinary text.
  ["level=notice info follows", "info", "info", "info"],
];

const versions = {
  "3.5": ["3.5.0", "3.5.7", "3.5.12"],
  "3.6": ["3.6.0", "3.6.4", "3.6.15"],
  "3.7": ["3.7.0", "3.7.8", "3.10.0"],
};

describe("the level that Loki detects in a line", () => {
  for (const [place, [minor, releases]] of Object.entries(versions).entries())
    for (const lokiVersion of releases)
      it(`is that of ${minor} for Loki ${lokiVersion}`, () => {
        const levelOf = levelDetectorOf({ lokiVersion });
        const detected = rows.map(([line]) => [line, levelOf(line)]);
        expect(detected).to.deep.equal(rows.map(([line, ...levels]) => [line, levels[place]]));
      });
});
