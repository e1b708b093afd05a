import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { copySuites } from "./copy-suites.ts";
import { runFolder } from "./run-folder.fixture.ts";

const oneCheck = `describe("mine", () => it("a: b", () => {}));`;

interface Wish {
  readonly only?: readonly string[];
  readonly userSuites?: readonly string[];
}

/** Returns the names of the files in the run's suites/ after copying, or the code of the error that copying threw. */
async function copied(wish: Wish): Promise<readonly string[] | string> {
  await using run = await runFolder();
  try {
    await copySuites({ runDir: run.dir, only: wish.only, userSuites: wish.userSuites ?? [] });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    expect(error.exitCode).to.equal(3);
    return error.code;
  }
  return (await readdir(join(run.dir, "suites"))).sort();
}

describe("copySuites", () => {
  it("takes all of ours, or those the scenario names with every file they are spread over", async () => {
    const own = (await readdir(join(import.meta.dirname, "..", "..", "suites"))).sort();
    expect(await copied({})).to.deep.equal(own.filter((name) => name.endsWith(".suite.ts")));
    const limits = own.filter((name) => name.startsWith("limits"));
    expect(await copied({ only: ["ring", "limits"] })).to.deep.equal([...limits, "ring.suite.ts"]);
    expect(await copied({ only: [] })).to.deep.equal([]);
    expect(await copied({ only: ["rings"] })).to.equal("SUITE_UNKNOWN");
  });

  it("takes a user's file, or a folder with what lies beside its suites", async () => {
    await using user = await runFolder();
    await user.write("mine/a.suite.ts", oneCheck);
    await user.write("mine/words.ts", "export {};");
    await user.write("mine/notes.md", "x");
    await user.write("empty/words.ts", "export {};");
    const mine = join(user.dir, "mine");
    expect(await copied({ only: [], userSuites: [mine] })).to.deep.equal(["a.suite.ts", "words.ts"]);
    const file = join(mine, "a.suite.ts");
    expect(await copied({ only: [], userSuites: [file, mine] })).to.deep.equal(["a.suite.ts", "words.ts"]);
    expect(await copied({ only: [], userSuites: [join(user.dir, "empty")] })).to.equal("SUITES_BAD");
    expect(await copied({ only: [], userSuites: [join(user.dir, "nowhere")] })).to.equal("SUITES_BAD");
    expect(await copied({ only: [], userSuites: [join(mine, "words.ts")] })).to.equal("SUITES_BAD");
  });

  it("refuses two files of one name, ours among them", async () => {
    await using user = await runFolder();
    await user.write("ring.suite.ts", oneCheck);
    expect(await copied({ userSuites: [join(user.dir, "ring.suite.ts")] })).to.equal("SUITE_CLASH");
    expect(await copied({ only: ["load"], userSuites: [join(user.dir, "ring.suite.ts")] })).to.include(
      "ring.suite.ts",
    );
  });

  it("copies the suite that judges, byte for byte", async () => {
    await using run = await runFolder();
    await copySuites({ runDir: run.dir, only: ["ring"], userSuites: [] });
    const [from, to] = await Promise.all([
      readFile(join(import.meta.dirname, "..", "..", "suites", "ring.suite.ts"), "utf8"),
      readFile(join(run.dir, "suites", "ring.suite.ts"), "utf8"),
    ]);
    expect(to).to.equal(from);
  });
});
