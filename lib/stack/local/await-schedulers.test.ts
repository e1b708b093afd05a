import { expect } from "chai";
import { frontendsComeLast } from "./await-schedulers.ts";

describe("query-frontends of a Loki", () => {
  for (const version of ["2.9.17", "3.5.7", "3.6.12"]) {
    it(`${version} are started after its schedulers`, () => {
      expect(frontendsComeLast(version)).to.equal(true);
    });
  }
  for (const version of ["3.7.0", "3.7.8", "3.10.1", "4.0.0"]) {
    it(`${version} are started with the others`, () => {
      expect(frontendsComeLast(version)).to.equal(false);
    });
  }
});
