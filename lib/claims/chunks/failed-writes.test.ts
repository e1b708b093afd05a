import { expect } from "chai";
import { type FailedWrite, sortFailedWrites } from "./failed-writes.ts";

const write = (member: string, status = "500"): FailedWrite => ({
  member,
  operation: "S3.DeleteObject",
  status,
  count: 2,
});

describe("sortFailedWrites", () => {
  const cases: readonly (readonly [string, FailedWrite, boolean, "refused" | "unclear"])[] = [
    ["a ruler's, while every request was answered", write("ruler-0"), false, "refused"],
    ["a ruler's, while a request was given up", write("ruler-1"), true, "unclear"],
    ["a ruler's in a pod, while a request was given up", write("loki-ruler-0"), true, "unclear"],
    ["a ruler's that S3 forbade", write("ruler-0", "403"), true, "refused"],
    ["an ingester's, while a request was given up", write("ingester-0"), true, "refused"],
    ["a compactor's, while a request was given up", write("loki-compactor-0"), true, "refused"],
  ];
  for (const [what, failed, givenUp, where] of cases) {
    it(`takes ${what}, for ${where}`, () => {
      const none = { refused: [], unclear: [] };
      expect(sortFailedWrites([failed], givenUp)).to.deep.equal({ ...none, [where]: [failed] });
    });
  }
});
