import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { expect } from "chai";

const lib = join(import.meta.dirname, "..");

/** Imports point one way: a folder may import from its own layer's folder, and from any layer below (design.md). */
const layers: readonly (readonly string[])[] = [
  ["base"],
  ["input"],
  ["output"],
  ["promises"],
  ["settings"],
  ["scenario"],
  ["verdict"],
  ["run-folder"],
  ["toolchain", "loki", "s3", "kube"],
  ["faults", "helm"],
  ["stack"],
  ["probe"],
  ["traffic"],
  ["history"],
  ["storm"],
  ["generator"],
  [
    "intent",
    "ring",
    "chunks",
    "routing",
    "limits",
    "tenants",
    "durability",
    "latency",
    "round-trip",
    "reconciliation",
    "kubernetes",
    "storage-policy",
    "claims",
    "safety",
  ],
  ["judge"],
  ["report"],
  ["run"],
  ["verify", "knee"],
  ["cli"],
];

const layerOf = (folder: string): number => layers.findIndex((layer) => layer.includes(folder));

interface Import {
  readonly from: string;
  readonly to: string;
  readonly where: string;
}

async function allImports(): Promise<Import[]> {
  const found: Import[] = [];
  for await (const file of glob("**/*.ts", { cwd: lib })) {
    const text = readFileSync(join(lib, file), "utf8");
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)) {
      const target = relative(lib, join(lib, dirname(file), specifier ?? ""));
      found.push({
        from: file.split(sep)[0] ?? "",
        to: target.split(sep)[0] ?? "",
        where: `${file} -> ${target}`,
      });
    }
  }
  return found;
}

describe("imports", () => {
  it("point one way: from the command line down to the base", async () => {
    const imports = (await allImports()).filter(({ from, to }) => from !== to && to !== "..");
    expect(imports.length).to.be.greaterThan(50);
    const unknownFolders = new Set(
      imports.flatMap(({ from, to }) => [from, to]).filter((name) => layerOf(name) < 0),
    );
    expect([...unknownFolders], "folders without a place in the table").to.deep.equal([]);
    const wrong = imports.filter(({ from, to }) => layerOf(to) >= layerOf(from));
    expect(wrong.map(({ where }) => where)).to.deep.equal([]);
  });
});
