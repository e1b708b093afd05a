import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { refuseBadSuite } from "./refuse-bad-suite.ts";
import { runFolder } from "./run-folder.fixture.ts";

const good = `
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { plan } from "lokiproof/judge/suite.ts";
import { word } from "./words.ts";
describe("mine", () => {
  it("word: is there", (): void => {
    expect(plan().scenario as string, word).to.equal("smoke");
  });
});
`;

/** Contents of files that are not suites, and the message that each must produce. */
const others: Readonly<Record<string, readonly [text: string | Uint8Array, said: RegExp]>> = {
  "random bytes": [Uint8Array.from({ length: 300 }, (_, index) => (index * 167 + 13) % 256), /UTF-8|holds/],
  "a program": [Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 1, 2]), /is a program, not text/],
  "UTF-16": [Buffer.from("\uFEFFdescribe()", "utf16le"), /is UTF-16/],
  JSON: ['{ "checks": ["a"] }', /is not TypeScript/],
  "a list in JSON": ["[1, 2]", /holds no check/],
  YAML: ["version: 1", /holds no check/],
  nothing: ["", /holds no check/],
  "a comment": ['// it("x: y", () => {});'.replace("it", "nothing"), /holds no check/],
  prose: ["This is a note on suites.", /is not TypeScript/],
  "a half suite": [good.slice(0, good.length - 20), /is not TypeScript/],
  "an enum, which Node cannot strip": [`${good}enum A { B }`, /is not TypeScript that Node can run/],
  "an unknown module of lokiproof": [good.replace("judge/suite.ts", "judge/suit.ts"), /no such module/],
  "a file of another folder": [good.replace("./words.ts", "../words.ts"), /only \.ts files of the folder/],
  "a file that is not copied": [good.replace("./words.ts", "./other.ts"), /only \.ts files of the folder/],
};

async function refusal(text: string | Uint8Array): Promise<HarnessError | undefined> {
  await using folder = await runFolder();
  await mkdir(join(folder.dir, "mine"));
  const file = join(folder.dir, "mine", "a.suite.ts");
  await writeFile(file, text);
  try {
    await refuseBadSuite(file, ["a.suite.ts", "words.ts"]);
    return undefined;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
}

describe("refuseBadSuite", function () {
  this.timeout(20_000);

  it("takes a suite", async () => expect(await refusal(good)).to.equal(undefined));

  for (const [what, [text, said]] of Object.entries(others)) {
    it(`refuses ${what}, and names the file`, async () => {
      const error = await refusal(text);
      expect(error).to.include({ exitCode: 3 });
      expect(error?.message).to.contain("mine/a.suite.ts").and.match(said);
    });
  }
});
