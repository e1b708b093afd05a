import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";

const program = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

describe("a broken environment", function () {
  this.timeout(60_000);
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lokiproof-environment-"));
    await writeFile(join(root, "file"), "x");
  });
  afterEach(async () => await rm(root, { recursive: true, force: true }));

  const broken: readonly (readonly [variable: string, words: readonly string[], what: RegExp])[] = [
    ["XDG_STATE_HOME", ["run", "quick"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["up", "quick"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["knee", "quick"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["status"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["down", "--all"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["sweep", "--dry-run"], /state folder .*next: set XDG_STATE_HOME/s],
    ["XDG_STATE_HOME", ["doctor"], /missing +state folder/],
    ["XDG_CACHE_HOME", ["run", "quick"], /cache folder .*next: set XDG_CACHE_HOME/s],
    ["XDG_CACHE_HOME", ["tools"], /cache folder .*next: set XDG_CACHE_HOME/s],
    ["XDG_CACHE_HOME", ["doctor"], /missing +cache folder/],
    ["TMPDIR", ["run", "quick"], /temporary folder .*next: set TMPDIR/s],
    ["TMPDIR", ["doctor"], /missing +temporary folder/],
  ];
  for (const [variable, words, what] of broken) {
    it(`is named by ${words.join(" ")} with what to set, if ${variable} is a file: exit 3`, async () => {
      const env = { XDG_STATE_HOME: root, [variable]: join(root, "file") };
      const ended = await execa(program, [...words], { env, reject: false });
      const { exitCode, stdout, stderr } = ended;
      expect(exitCode, stderr).to.equal(3);
      expect(`${stdout}\n${stderr}`).to.match(what);
      expect(stderr).to.not.contain("    at ");
    });
  }

  for (const out of ["/proc/nope", "/dev/null/x", "file/x", "", "  "]) {
    it(`is refused before anything starts if --out is ${JSON.stringify(out)}`, async () => {
      const env = { XDG_STATE_HOME: join(root, "state") };
      const words = ["run", "quick", "--out", out.startsWith("file") ? join(root, out) : out];
      const ended = await execa(program, words, { env, reject: false, cwd: root });
      expect(ended.exitCode, ended.stderr).to.equal(3);
      expect(ended.stderr).to.match(/--out/);
      expect(ended.stdout).to.equal("");
    });
  }
});
