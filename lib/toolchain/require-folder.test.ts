import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { makeFolder } from "../base/make-folder.ts";
import { folderProblem, requireFolders } from "./require-folder.ts";

async function problemOf(path: string): Promise<string | undefined> {
  return folderProblem({ what: "state folder", path, fix: "another" });
}

describe("folders that a command writes to", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lokiproof folders "));
    await writeFile(join(root, "file"), "x");
    await mkdir(join(root, "there"));
    await symlink(join(root, "nowhere", "at all"), join(root, "dangling"));
  });
  afterEach(async () => await rm(root, { recursive: true, force: true }));

  it("are made if they can be, and left empty", async () => {
    for (const path of ["there", "new", "deep/er/and/deeper", "with space/x"]) {
      expect(await problemOf(join(root, path)), path).to.equal(undefined);
      expect(await readdir(join(root, path))).to.deep.equal([]);
    }
  });

  it("have a problem that names them if they cannot be written, and none hangs", async () => {
    const below = ["file", "file/below", "dangling", "dangling/x", "x".repeat(300)];
    const elsewhere = ["/proc/nope", "/proc/self/x/y", "/sys/lokiproof", "/dev/null", "/dev/null/x"];
    const bad = [...below.map((name) => join(root, name)), ...elsewhere, "/proc/1/fdinfo/a/b"];
    for (const path of bad) {
      expect(await problemOf(path), path).to.contain(`the state folder ${path} cannot be written`);
      await makeFolder(path).then(
        () => expect.fail(`${path} was made`),
        (error: unknown) => expect(error).to.be.instanceOf(Error),
      );
    }
  });

  it("have a problem if their disk is full", async function () {
    const disk = join(root, "disk");
    await mkdir(disk);
    const mounted = await execa("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], {
      reject: false,
    });
    if (mounted.failed) this.skip();
    try {
      expect(await problemOf(join(disk, "state"))).to.contain("no space left");
      expect(await readdir(join(disk, "state"))).to.deep.equal([]);
    } finally {
      await execa("umount", [disk]);
    }
  });

  it("are all named in one usage error, each with what to do", async () => {
    const error = await requireFolders([
      { what: "a", path: join(root, "file"), fix: "set A" },
      { what: "b", path: join(root, "there"), fix: "set B" },
      { what: "c", path: "/proc/nope", fix: "set C" },
    ]).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).and.include({ exitCode: 3, hint: "set A; set C" });
    expect(error).to.have.property("message").that.contains("the a ").and.contains("the c ");
  });
});
