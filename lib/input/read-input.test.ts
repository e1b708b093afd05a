import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { exitCodes, HarnessError } from "../base/errors.ts";
import { readInput } from "./read-input.ts";

const what = "notes";

async function refusalOf(reading: Promise<string>): Promise<string> {
  const seen: unknown = await reading.catch((error: unknown) => error);
  if (!(seen instanceof HarnessError)) throw new Error("not refused", { cause: seen });
  const { message, exitCode, hint } = seen;
  expect(exitCode).to.equal(exitCodes.usage);
  expect(hint, "every refusal says what to do").to.be.a("string");
  return message;
}

describe("readInput", () => {
  let dir: string;
  const at = (name: string): string => join(dir, name);
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "lokiproof-input-"));
    writeFileSync(at("plain"), "a: 1\n");
    mkdirSync(at("folder"));
    symlinkSync(at("circle"), at("circle"));
    execFileSync("mkfifo", [at("silent"), at("endless"), at("delivers")]);
  });
  after(() => rmSync(dir, { recursive: true }));

  it("returns the text of a file, of a link to one, and of the null device", async () => {
    symlinkSync(at("plain"), at("link"));
    expect(await readInput(at("plain"), { what })).to.equal("a: 1\n");
    expect(await readInput(at("link"), { what })).to.equal("a: 1\n");
    expect(await readInput("/dev/null", { what })).to.equal("");
  });

  it("says of a path that leads to no file what it leads to", async () => {
    expect(await refusalOf(readInput("", { what }))).to.match(/its path is empty/);
    expect(await refusalOf(readInput(at("nothing"), { what }))).to.match(/there is no such file/);
    expect(await refusalOf(readInput(at("plain/x"), { what }))).to.match(/a part of its path is a file/);
    expect(await refusalOf(readInput(at("folder"), { what }))).to.match(/is a folder, not a file/);
    expect(await refusalOf(readInput(at("circle"), { what }))).to.match(/in a circle/);
    expect(await refusalOf(readInput(at("a\0b"), { what }))).to.match(/a NUL character/);
    expect(await refusalOf(readInput(at("n".repeat(5000)), { what }))).to.match(/too long/);
    expect(await refusalOf(readInput("/dev/zero", { what }))).to.match(/is a device, not a file/);
    expect(await refusalOf(readInput("/dev/tty", { what }))).to.match(/a device|is a socket, or a device/);
  });

  it("says that a socket is none", async () => {
    const server = createServer().listen(at("socket"));
    try {
      await new Promise((resolve) => server.once("listening", resolve));
      expect(await refusalOf(readInput(at("socket"), { what }))).to.match(/it is a socket/);
    } finally {
      server.close();
    }
  });

  it("refuses what is larger than the limit, also where the size is not known beforehand", async () => {
    writeFileSync(at("large"), "x".repeat(2049));
    const limits = { what, maxBytes: 2048 };
    expect(await refusalOf(readInput(at("large"), limits))).to.match(/is larger than/);
    expect(await readInput(at("large"), { what, maxBytes: 2049 })).to.have.length(2049);
    expect(await refusalOf(readInput("/proc/self/maps", { what, maxBytes: 100 }))).to.match(/is larger than/);
    const yes = spawn("sh", ["-c", `yes > ${at("endless")}`], { stdio: "ignore" });
    try {
      expect(await refusalOf(readInput(at("endless"), limits))).to.match(/is larger than/);
    } finally {
      yes.kill("SIGKILL");
    }
  });

  it("reads a pipe that delivers and ends, however slowly it begins", async () => {
    const writer = spawn("sh", ["-c", `sleep 0.2; echo 'b: 2' > ${at("delivers")}`], { stdio: "ignore" });
    expect(await readInput(at("delivers"), { what, timeoutMs: 10_000 })).to.equal("b: 2\n");
    writer.kill();
  });

  it("gives up on a pipe that nobody writes to, and stops at once where it is told to", async () => {
    expect(await refusalOf(readInput(at("silent"), { what, timeoutMs: 50 }))).to.match(
      /timed out: its disk does not answer/,
    );
    const stop = new AbortController();
    const reading = readInput(at("silent"), { what, signal: stop.signal }).catch((error: unknown) => error);
    const reason = new Error("Ctrl-C");
    stop.abort(reason);
    expect(await reading).to.equal(reason);
  });

  async function refused(...bytes: readonly number[]): Promise<string> {
    writeFileSync(at("bytes"), Buffer.from(bytes));
    return refusalOf(readInput(at("bytes"), { what }));
  }

  it("says of text that is no UTF-8 where it ceases to be", async () => {
    expect(await refused(0x61, 0x0a, 0xe9, 0x20)).to.match(/is not UTF-8: byte 2 \(0xe9\), on line 2/);
    expect(await refused(0xc3, 0xa9, 0xc3)).to.match(/byte 2 \(0xc3\), on line 1/);
    expect(await refused(0x61, 0xed, 0xa0, 0x80)).to.match(/byte 1 \(0xed\)/);
    expect(await refused(0x61, 0x0a, 0x0a, 0x00)).to.match(/a NUL byte: byte 3, on line 3/);
    expect(await refused(0x61, 0x1b, 0x5b)).to.match(/control character 0x1b: byte 1/);
    expect(await refused(0xff, 0xfe, 0x61, 0x00)).to.match(/is UTF-16/);
    expect(await refused(0x1f, 0x8b, 0x08, 0x00)).to.match(/is gzip data/);
  });

  it("takes a byte order mark away", async () => {
    writeFileSync(at("marked"), "\uFEFFa: 1\r\n");
    expect(await readInput(at("marked"), { what })).to.equal("a: 1\r\n");
  });
});
