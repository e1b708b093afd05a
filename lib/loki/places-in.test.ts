import { expect } from "chai";
import { placesIn } from "./places-in.ts";

const file = {
  overrides: { a: { max_line_size: "big", retention_perod: "24h" }, b: { retention_perod: "1h", limit: 5 } },
  querier: { engine: "fast" },
};

describe("placesIn", () => {
  it("finds the keys and the values that an error names, however Loki spells them", () => {
    expect(placesIn(file, "line 3: field retention_perod not found in type validation.plain")).to.deep.equal([
      "overrides.a.retention_perod",
      "overrides.b.retention_perod",
    ]);
    expect(placesIn(file, 'strconv.UnmarshalText: parsing "BIG": invalid syntax')).to.deep.equal([
      "overrides.a.max_line_size",
    ]);
    expect(placesIn(file, "line 1: cannot unmarshal !!str `fast` into bool")).to.deep.equal([
      "querier.engine",
    ]);
  });

  it("finds nothing where an error names nothing", () => {
    expect(placesIn(file, "Loki ends with a panic: index out of range")).to.deep.equal([]);
    expect(placesIn(null, "field x not found")).to.deep.equal([]);
  });
});
