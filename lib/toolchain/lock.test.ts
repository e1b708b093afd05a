import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { withLock } from "./lock.ts";
import { type ScratchMachine, scratchMachine } from "./scratch-machine.fixture.ts";

const lockUrl = new URL("./lock.ts", import.meta.url).href;

/** Starts a process that takes the lock, writes "in", runs `inside`, and writes "out". */
function holder(lockFile: string, journal: string, inside: string): ReturnType<typeof start> {
  return start(`
    import { appendFileSync } from "node:fs";
    const { withLock } = await import(${JSON.stringify(lockUrl)});
    const signal = new AbortController().signal;
    await withLock(${JSON.stringify(lockFile)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, "in\\n");
      console.log("in");
      ${inside}
      appendFileSync(${JSON.stringify(journal)}, "out\\n");
    }, { signal, onWait: () => console.log("waiting") });
  `);
}

function start(code: string) {
  return execa(process.execPath, ["--input-type=module", "-e", code], { reject: false });
}

const ignore = (): void => undefined;

describe("withLock", () => {
  const never = new AbortController().signal;
  let machine: ScratchMachine;
  let lockFile: string;
  let journal: string;
  beforeEach(async () => {
    machine = await scratchMachine();
    lockFile = join(machine.root, "deep", "x.lock");
    journal = join(machine.root, "journal");
  });
  afterEach(async () => await machine[Symbol.asyncDispose]());

  it("lets one process in at a time", async () => {
    const inside = "await new Promise((resolve) => setTimeout(resolve, 50));";
    const ran = await Promise.all([1, 2, 3].map(async () => await holder(lockFile, journal, inside)));
    expect(ran.map(({ exitCode, stderr }) => `${exitCode}${stderr}`)).to.deep.equal(["0", "0", "0"]);
    expect(await readFile(journal, "utf8")).to.equal("in\nout\n".repeat(3));
  });

  it("is free as soon as its holder is killed with -9, and tells who waits", async () => {
    const first = holder(lockFile, journal, "await new Promise((resolve) => setTimeout(resolve, 60_000));");
    await once(first.stdout, "data");
    let waited = 0;
    const killOnWait = (): void => {
      waited++;
      first.kill("SIGKILL");
    };
    const seen = await withLock(lockFile, async () => await readFile(journal, "utf8"), {
      signal: never,
      onWait: killOnWait,
    });
    expect([seen, waited]).to.deep.equal(["in\n", 1]);
    await first;
  });

  it("keeps two callers in one process apart, also when the first one throws", async () => {
    const order: string[] = [];
    const options = { signal: never, onWait: ignore };
    const entered = Promise.withResolvers<void>();
    const first = withLock(
      lockFile,
      async () => {
        order.push("first in");
        entered.resolve();
        await new Promise((resolve) => setImmediate(resolve));
        order.push("first out");
        throw new Error("first failed");
      },
      options,
    );
    await entered.promise;
    const second = withLock(lockFile, async () => void order.push("second"), options);
    const settled = await Promise.allSettled([first, second]);
    expect(settled.map(({ status }) => status)).to.deep.equal(["rejected", "fulfilled"]);
    expect(order).to.deep.equal(["first in", "first out", "second"]);
  });

  it("stops waiting when the caller aborts", async () => {
    const abort = new AbortController();
    let inside = false;
    const outcome = await withLock(
      lockFile,
      async () => {
        const blocked = withLock(lockFile, async () => void (inside = true), {
          signal: abort.signal,
          onWait: () => abort.abort(),
        });
        return await blocked.then(
          () => "in",
          () => "stopped",
        );
      },
      { signal: never, onWait: ignore },
    );
    expect([outcome, inside]).to.deep.equal(["stopped", false]);
  });
});
