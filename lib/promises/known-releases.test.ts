import { expect } from "chai";
import { describeUnknownMinor, describeUnknownRelease } from "./known-releases.ts";

describe("the releases of Loki that lokiproof knows", () => {
  const known = ["3.5.0", "3.5.7", "3.5.12", "3.6.0", "3.6.4", "3.6.15", "3.7.0", "3.7.7", "3.7.8"];
  for (const lokiVersion of known)
    it(`include ${lokiVersion}`, () => {
      expect(describeUnknownMinor({ lokiVersion })).to.equal(undefined);
      expect(describeUnknownRelease({ lokiVersion })).to.equal(undefined);
    });

  for (const lokiVersion of ["3.8.0", "3.9.12", "3.10.0", "3.99.0", "3.12.99"])
    it(`do not include the minor of ${lokiVersion}`, () => {
      expect(describeUnknownMinor({ lokiVersion }))
        .to.contain(`Loki ${lokiVersion}: lokiproof knows Loki up to 3.7.8`)
        .and.contain("words and defaults of 3.7");
      expect(describeUnknownRelease({ lokiVersion })).to.equal(undefined);
    });

  for (const [lokiVersion, newest] of [
    ["3.5.13", "3.5.12"],
    ["3.6.99", "3.6.15"],
    ["3.7.9", "3.7.8"],
    ["3.7.10", "3.7.8"],
  ] as const)
    it(`do not include ${lokiVersion}, which may have been made since`, () => {
      expect(describeUnknownMinor({ lokiVersion })).to.equal(undefined);
      expect(describeUnknownRelease({ lokiVersion })).to.contain(`that lokiproof knows is ${newest}.`);
    });

  for (const lokiVersion of ["3.0.0", "3.0.99", "3.4.6"])
    it(`are not judged as ${lokiVersion} is, which is older than all that were tried`, () => {
      expect(describeUnknownMinor({ lokiVersion })).to.equal(undefined);
      expect(describeUnknownRelease({ lokiVersion })).to.contain("lokiproof was tried on Loki 3.5 and newer");
    });
});
