import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";

const module = join(import.meta.dirname, "interrupt.ts");
/** A script that waits for a signal or for the end of its input. */
const script = `
  const { abortOnInterrupt } = await import(${JSON.stringify(module)});
  const signal = abortOnInterrupt();
  signal.addEventListener("abort", () => { console.log(signal.reason.message); process.exit(130); });
  process.stdin.resume().on("end", () => { console.log("went on"); process.exit(0); });
  console.log("ready");
`;

/** Sends the script a signal and returns the script's output and exit code. */
async function signalled(name: NodeJS.Signals, before = ""): Promise<readonly [string, number | null]> {
  const words = [process.execPath, "--input-type=module", "-e", script];
  const child: ChildProcess = spawn("sh", ["-c", `${before} exec "$@"`, "sh", ...words], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  let said = "";
  child.stdout?.on("data", (data: Buffer) => {
    if (said === "") {
      child.kill(name);
      // The script's input ends, so that a script that ignores the signal ends by itself.
      if (before !== "") child.stdin?.end();
    }
    said += data.toString();
  });
  const [code]: unknown[] = await once(child, "close");
  return [said.replace("ready\n", "").trim(), typeof code === "number" ? code : null];
}

describe("abortOnInterrupt", function () {
  this.timeout(60_000);

  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`aborts at ${name}`, async () => {
      expect(await signalled(name)).to.deep.equal([`interrupted by ${name}`, 130]);
    });
  }

  it("goes on at SIGHUP under nohup", async () => {
    expect(await signalled("SIGHUP", "trap '' HUP;")).to.deep.equal(["went on", 0]);
  });
});
