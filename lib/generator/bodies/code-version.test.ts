import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";
import { bodySources, codeVersion } from "./code-version.ts";

const traffic = join(import.meta.dirname, "..", "..", "traffic");

/** Returns a file and all files of lib/traffic that it imports, as paths relative to lib/traffic. */
function reached(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(traffic, file), "utf8");
  for (const [, from = ""] of text.matchAll(/^import (?!type )[^;]*? from "(\.[^"]+)";/gm)) {
    const target = relative(traffic, join(traffic, dirname(file), from));
    if (!target.startsWith("..")) reached(target, seen);
  }
  return seen;
}

describe("the version of the code that makes bodies", () => {
  it("is that of every file that has a part in it", () => {
    expect([...reached("bodies/prepare-body.ts")].sort()).to.deep.equal([...bodySources].sort());
    expect(codeVersion()).to.match(/^[0-9a-f]{16}$/);
  });
});
