import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { execa } from "execa";

const fixture = fileURLToPath(new URL("run-progress-terminal.fixture.ts", import.meta.url));

const onTerminal = `stty cols 80 rows 40; ${process.execPath} ${fixture}`;

describe("terminalProgress", function () {
  this.timeout(30_000);

  it("shows on a terminal how long each step took, and gives what the work gave", async () => {
    // The program `script` (Debian's bsdutils, util-linux) runs a command on a separate pseudo-terminal.
    const { stdout } = await execa("script", ["-qec", onTerminal, "/dev/null"]);
    const shown = stripVTControlCharacters(stdout);
    expect(shown).to.match(/✔ stack \[0\.\d s\]/);
    expect(shown).to.contain("✖ k6 ended").and.contain("thrown: k6 ended").and.contain("given: made");
  });

  it("writes plain lines elsewhere", async () => {
    const { stdout } = await execa(process.execPath, [fixture]);
    expect(stdout).to.contain("✔ stack").and.contain("thrown: k6 ended").and.contain("given: made");
  });
});
