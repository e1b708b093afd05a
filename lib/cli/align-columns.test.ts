import { expect } from "chai";
import { alignColumns } from "./align-columns.ts";

describe("alignColumns", () => {
  it("pads every column but the last to its widest cell", () => {
    const rows = [
      ["name", "path"],
      ["k6", "/a/k6"],
      ["a longer one", ""],
    ];
    expect(alignColumns(rows)).to.equal("name          path\nk6            /a/k6\na longer one\n");
  });

  it("is empty for no rows", () => {
    expect(alignColumns([])).to.equal("");
  });
});
