import { expect } from "chai";
import * as fc from "fast-check";
import type { Json } from "./json.ts";
import { mebibytes, megabytes, sizeBytes } from "./loki-size.ts";

/** Expected results for a size (flagext.ByteSize) in Loki 3.7.8. undefined: Loki rejects the value. */
const table: readonly (readonly [value: Json | undefined, bytes: number | undefined])[] = [
  ["3MB", 3 * 1_048_576],
  ["256kb", 262_144],
  ["100 KB", 102_400],
  ["64Kb", 65_536],
  ["4096", 4_096],
  [4096, 4_096],
  ["1b", 1],
  ["2G", 2 * 1024 ** 3],
  ["1tb", 1024 ** 4],
  ["5 megabytes", 5 * 1_048_576],
  ["1kilo", 1_024],
  ["1e", 1024 ** 6],
  ["", 0],
  ["0", 0],
  [0, 0],
  ["1.5MB", undefined],
  [1.5, undefined],
  ["MB", undefined],
  ["-1MB", undefined],
  [-1, undefined],
  ["1MiB", undefined],
  ["5 apples", undefined],
  ["99eb", undefined],
  [true, undefined],
  [null, undefined],
  [undefined, undefined],
];

describe("sizes of Loki", () => {
  for (const [value, bytes] of table)
    it(`${JSON.stringify(value)} is ${bytes} bytes`, () => {
      expect(sizeBytes(value)).to.equal(bytes);
    });

  it("any whole number of kilobytes is 1,024 bytes each, in any case", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom("KB", "kb", "K", "k", "kilobytes"), (count, unit) => {
        expect(sizeBytes(`${count}${unit}`)).to.equal(count * 1024);
      }),
    );
  });

  it("megabytes are a million bytes, mebibytes 1,048,576", () => {
    expect(megabytes(3_250_000)).to.equal("3.25 MB");
    expect(mebibytes(1_048_576)).to.equal("1.00 MiB");
  });
});
