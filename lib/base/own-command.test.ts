import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { asStarted, ownCommand } from "./own-command.ts";

const env = { LOKIPROOF_PROGRAM: "../my tools/lokiproof" };
const program = "'../my tools/lokiproof'";

describe("ownCommand", () => {
  it("begins with the program as it was started", () => {
    expect(ownCommand(["judge", "reports/a b"], env)).to.equal(`${program} judge 'reports/a b'`);
    expect(ownCommand(["down"], {})).to.equal("bin/lokiproof down");
  });
});

describe("asStarted", () => {
  const hints: Readonly<Record<string, string>> = {
    "lokiproof plan --list": `${program} plan --list`,
    "lokiproof --help": `${program} --help`,
    "lokiproof status; lokiproof down --all": `${program} status; ${program} down --all`,
    "lokiproof down x; or: lokiproof down --all": `${program} down x; or: ${program} down --all`,
    "LOKIPROOF_RELEASES=none lokiproof tools   # builds": `LOKIPROOF_RELEASES=none ${program} tools   # builds`,
    "npm ci   # brings Node; then: lokiproof doctor": `npm ci   # brings Node; then: ${program} doctor`,
    "see what lokiproof plan says": "see what lokiproof plan says",
    "a bucket called lokiproof": "a bucket called lokiproof",
  };
  for (const [hint, shown] of Object.entries(hints)) {
    it(`shows "${hint}" with the program's path`, () => expect(asStarted(hint, env)).to.equal(shown));
  }

  it("finds the command in every hint that names one", async () => {
    const lib = join(import.meta.dirname, "..");
    const missed: string[] = [];
    for await (const file of glob("**/*.ts", { cwd: lib })) {
      if (/(test|fixture)\.ts$/.test(file)) continue;
      const source = readFileSync(join(lib, file), "utf8");
      for (const [, hint = ""] of source.matchAll(
        /(?:hint|fix): (?:shell)?["`]([^"`]*lokiproof [a-z-]+[^"`]*)["`]/g,
      ))
        if (!asStarted(hint, env).includes(program)) missed.push(`${file}: ${hint}`);
    }
    expect(missed).to.deep.equal([]);
  });
});
