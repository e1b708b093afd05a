import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "chai";
import { bodySources, codeVersion } from "./code-version.ts";

const here = import.meta.dirname;

/** A file and all of lib/load that it runs, by its path from here. */
function reached(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(here, file), "utf8");
  for (const [, from = ""] of text.matchAll(/^import (?!type )[^;]*? from "(\.[^"]+)";/gm)) {
    const target = relative(here, join(here, dirname(file), from));
    if (!target.startsWith("../../")) reached(target, seen);
  }
  return seen;
}

describe("the version of the code that makes bodies", () => {
  it("is that of every file that has a part in it", () => {
    expect([...reached("prepare-body.ts")].sort()).to.deep.equal([...bodySources].sort());
    expect(codeVersion()).to.match(/^[0-9a-f]{16}$/);
  });
});
