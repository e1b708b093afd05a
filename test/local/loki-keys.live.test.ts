import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { knownVersions } from "../../lib/settings/known-keys.ts";
import { printLokiConfig } from "../../lib/settings/print-loki-config.ts";
import { printedKeys } from "../../lib/settings/printed-keys.ts";
import { provision } from "../../lib/toolchain/provision.ts";

describe("the known keys of Loki", () => {
  it("are, for the newest known version, exactly those that its binary prints", async () => {
    const version = knownVersions.at(-1) ?? expect.fail("no version is known");
    const { signal } = new AbortController();
    const { loki } = await provision({ loki: version }, { progress: silentProgress, signal });
    const file = join(import.meta.dirname, "..", "..", "lib", "settings", `loki-${version}-keys.txt`);
    const known = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(printedKeys(await printLokiConfig(loki.path)), "else: write-loki-keys.ts").to.deep.equal(known);
  });
});
