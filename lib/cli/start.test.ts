import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";

const home = join(import.meta.dirname, "..", "..");

/**
 * Makes a separate checkout of lokiproof with only the files that starting needs. `body` becomes the program in the
 * checkout; without `body` the program is missing.
 */
async function checkout(body?: string): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof start "));
  const files = [
    "bin/lokiproof",
    "bin/node",
    "package.json",
    "lib/base/errors.ts",
    "lib/base/own-command.ts",
    "lib/base/shell-words.ts",
    "lib/cli/interrupt.ts",
    "lib/output",
  ];
  for (const file of [...files, ...(body === undefined ? [] : ["lib/cli/main.ts"])]) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await cp(join(home, file), join(dir, file), { recursive: true });
  }
  if (body !== undefined) {
    await symlink(join(home, "node_modules"), join(dir, "node_modules"));
    await writeFile(
      join(dir, "lib/cli/lokiproof-program.ts"),
      `export async function runCommandLine() { ${body} }`,
    );
  }
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) };
}

interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

async function start(program: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(program, ["--version"], { env, reject: false });
  return { exitCode, stdout, stderr };
}

describe("bin/lokiproof", function () {
  this.timeout(60_000);

  it("starts without any program on PATH, through links, and whatever NODE_OPTIONS says", async () => {
    await using folder = await checkout("process.stdout.write(String(process.env.NODE_OPTIONS));");
    const program = join(folder.dir, "bin", "lokiproof");
    await symlink("bin/lokiproof", join(folder.dir, "relative link"));
    await symlink(join(folder.dir, "relative link"), join(folder.dir, "absolute"));
    const environments = [
      { PATH: "/nonexistent" },
      { PATH: "" },
      { NODE_OPTIONS: "--require=/no/such.js" },
      { NODE_OPTIONS: "--inspect-brk=0" },
      { NODE_OPTIONS: "--max-old-space-size=1 --no-such-option" },
      { CDPATH: "/tmp:/", NODE_OPTIONS: "--import ./nothing.mjs" },
    ];
    for (const path of [program, join(folder.dir, "relative link"), join(folder.dir, "absolute")]) {
      for (const env of environments) {
        expect(await start(path, env), JSON.stringify({ path, env })).to.deep.equal({
          exitCode: 0,
          stdout: "undefined",
          stderr: "",
        });
      }
    }
  });

  it("says what to type where Node, the packages or files of its own are missing: exit 3", async () => {
    await using bare = await checkout();
    const broken = await start(join(bare.dir, "bin", "lokiproof"));
    expect(broken.exitCode).to.equal(3);
    expect(broken.stderr).to.contain(`next: git -C "${bare.dir}" status`);

    await using folder = await checkout("await import('no-such-package');");
    const program = join(folder.dir, "bin", "lokiproof");
    const unpacked = await start(program);
    expect(unpacked.exitCode).to.equal(3);
    expect(unpacked.stderr).to.contain(`next: make -C "${folder.dir}" check`).and.not.contain("    at ");

    await rm(join(folder.dir, "node_modules"));
    const nodeless = await start(program, { PATH: "/nonexistent" });
    expect(nodeless.exitCode).to.equal(3);
    expect(nodeless.stderr).to.match(/Node >= 24\.12 is needed, found none\.\nnext: make -C ".*" check/);
  });

  const endings: readonly (readonly [what: string, body: string, exitCode: number])[] = [
    ["throws", "throw new Error('x')", 2],
    ["throws what is no error", "throw 'x'", 2],
    ["throws nothing", "throw undefined", 2],
    ["throws in a callback", "await new Promise(() => setImmediate(() => { throw new Error('x') }))", 2],
    ["leaves a rejection unhandled", "await new Promise(() => { void Promise.reject(new Error('x')) })", 2],
    ["waits for what never comes", "await new Promise(() => {})", 2],
    ["overflows the stack", "(function f() { f() })()", 2],
    ["sets a code that is no verdict", "process.exitCode = 77", 2],
    ["has an error event without a listener", "process.emit('error', new Error('x'))", 2],
    ["lacks a file of its own", "await import('../nowhere/at-all.ts')", 3],
    ["ends with a failed verdict", "process.exitCode = 1", 1],
    ["ends with an interrupt", "process.exitCode = 130", 130],
  ];
  for (const [what, body, exitCode] of endings) {
    it(`exits with ${exitCode} when it ${what}`, async () => {
      await using folder = await checkout(body);
      const ended = await start(join(folder.dir, "bin", "lokiproof"));
      expect(ended.exitCode, ended.stderr).to.equal(exitCode);
    });
  }

  it("is one process, so that a signal reaches it exactly once", async () => {
    await using folder = await checkout("process.stdout.write(String(process.pid));");
    const child = execa(join(folder.dir, "bin", "lokiproof"));
    expect((await child).stdout).to.equal(String(child.pid));
  });
});
