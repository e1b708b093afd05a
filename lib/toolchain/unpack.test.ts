import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect } from "chai";
import { execa } from "execa";
import { rejection } from "./rejection.fixture.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";
import { unpack } from "./unpack.ts";

const program = "#!/bin/sh\necho hello\n";

describe("unpack", () => {
  let machine: ScratchMachine;
  let archive: string;
  let into: string;
  beforeEach(async () => {
    machine = await scratchMachine();
    archive = join(machine.root, "artefact");
    into = join(machine.root, "into");
    await mkdir(into);
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("takes a program out of a tar.gz, from the folder that it lies in", async () => {
    await mkdir(join(machine.root, "k6-v1"));
    await writeFile(join(machine.root, "k6-v1", "k6"), program);
    await execa("tar", ["-czf", archive, "-C", machine.root, "k6-v1"]);
    const path = await unpack(archive, { format: "tar.gz", member: "k6-v1/k6" }, into, machine.context);
    expect(await readFile(path, "utf8")).to.equal(program);
  });

  it("takes a program out of a zip", async () => {
    await writeFile(archive, storedZip("loki-linux-amd64", Buffer.from(program)));
    const path = await unpack(archive, { format: "zip", member: "loki-linux-amd64" }, into, machine.context);
    expect(await readFile(path, "utf8")).to.equal(program);
  });

  it("takes a raw artefact as it is", async () => {
    await writeFile(archive, program);
    const path = await unpack(archive, { format: "raw", member: "minio" }, into, machine.context);
    expect(await readFile(path, "utf8")).to.equal(program);
  });

  it("says what failed when the member is not there or the archive is none", async () => {
    for (const format of ["zip", "tar.gz"] as const) {
      await writeFile(archive, "not an archive");
      const error = await rejection(unpack(archive, { format, member: "loki" }, into, machine.context));
      expect(error.code).to.equal("UNPACK_FAILED");
      expect(error.hint).to.include("lokiproof tools");
    }
  });

  it("tells a full disk from a broken archive", async () => {
    await writeFile(archive, "any");
    await machine.script("tar", 'echo "tar: k6: Cannot write: No space left on device" >&2', "exit 2");
    const error = await rejection(unpack(archive, { format: "tar.gz", member: "k6" }, into, machine.context));
    expect(error.code).to.equal("DISK_FULL");
  });
});

/** Returns a zip archive with one uncompressed file (PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16). */
function storedZip(name: string, data: Buffer): Buffer {
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0); // version needed to extract
  shared.writeUInt32LE(crc32(data), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(data.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, Buffer.from(name), data]);
  const madeBy = Buffer.from([20, 0]);
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02"),
    madeBy,
    shared,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
