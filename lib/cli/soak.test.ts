import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { exitCodeOf } from "./soak.ts";

const program = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

function round(verdict: string, ...leftovers: readonly string[]) {
  return { verdict, leftovers };
}

describe("lokiproof soak", function () {
  this.timeout(60_000);

  const table: readonly (readonly [
    rounds: readonly ReturnType<typeof round>[],
    n: number,
    busyCore: boolean,
    exit: number,
  ])[] = [
    [[round("pass"), round("pass")], 2, false, 0],
    [[round("pass"), round("unknown")], 2, false, 2],
    [[round("pass"), round("unknown")], 2, true, 0],
    [[round("fail"), round("unknown")], 2, true, 1],
    [[round("pass", "process x"), round("pass")], 2, false, 2],
    [[round("pass", "process x"), round("fail")], 2, false, 1],
    [[round("pass")], 2, false, 2],
    [[], 1, true, 2],
    [[round("exit 2")], 1, true, 2],
    [[round("exit 137")], 1, false, 2],
  ];
  for (const [rounds, n, busyCore, exit] of table) {
    const what = rounds.map((one) => [one.verdict, ...one.leftovers].join(" and ")).join(", ") || "nothing";
    it(`exits with ${exit} after ${what} of ${n}${busyCore ? " on a busy core" : ""}`, () => {
      expect(exitCodeOf(rounds, { n, busyCore })).to.equal(exit);
    });
  }

  for (const n of ["0", "-1", "1.5", "abc", "1e3", "", " ", "99999999999", "0x5"]) {
    it(`refuses ${JSON.stringify(n)} runs`, async () => {
      const ended = await execa(program, ["soak", "-n", n], { reject: false });
      expect(ended.exitCode).to.equal(3);
      expect(ended.stderr).to.match(/expected a (whole number from 1 to|value)/);
    });
  }

  it("ends with the first run that is refused, and says why: exit 3", async () => {
    const root = await mkdtemp(join(tmpdir(), "lokiproof-soak-"));
    try {
      const env = { XDG_STATE_HOME: root };
      const ended = await execa(program, ["soak", "no-such-scenario", "-n", "3"], { env, reject: false });
      expect(ended.exitCode, ended.stderr).to.equal(3);
      expect(ended.stderr).to.contain("no scenario is called no-such-scenario");
      expect(ended.stdout).to.equal("");
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
