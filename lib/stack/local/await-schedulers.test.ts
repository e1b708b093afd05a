import { expect } from "chai";
import { frontendsComeLast } from "./await-schedulers.ts";

describe("query-frontends of a Loki", () => {
  for (const version of ["2.9.17", "3.5.7", "3.5.12", "3.6.0", "3.6.11", "3.7.0", "3.7.2"]) {
    it(`${version} are started after its schedulers`, () => {
      expect(frontendsComeLast({ lokiVersion: version })).to.equal(true);
    });
  }
  for (const version of ["3.6.12", "3.6.15", "3.7.3", "3.7.8", "3.10.1", "4.0.0"]) {
    it(`${version} are started with the others`, () => {
      expect(frontendsComeLast({ lokiVersion: version })).to.equal(false);
    });
  }
});
