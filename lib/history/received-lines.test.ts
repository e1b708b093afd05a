import { expect } from "chai";
import { receivedBetween } from "./received-lines.ts";

const before = [
  { name: "distributor-0", startedS: 1, lines: 10 },
  { name: "distributor-1", startedS: 2, lines: 0 },
];
const after = [
  { name: "distributor-0", startedS: 1, lines: 15 },
  { name: "distributor-1", startedS: 2, lines: 7 },
];

describe("lines received", () => {
  it("are summed over the distributors", () => expect(receivedBetween(before, after)).to.equal(12));

  it("are not known where one started in between, was not there, or did not answer", () => {
    const restarted = after.map((one) => ({ ...one, startedS: 9 }));
    expect(receivedBetween(before, restarted)).to.equal(undefined);
    expect(receivedBetween(before.slice(1), after)).to.equal(undefined);
    expect(receivedBetween(undefined, after)).to.equal(undefined);
    expect(receivedBetween(before, undefined)).to.equal(undefined);
    const unsaid = after.map((one) => ({ ...one, startedS: undefined }));
    expect(receivedBetween(unsaid, unsaid)).to.equal(undefined);
  });
});
