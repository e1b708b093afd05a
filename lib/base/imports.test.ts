import { existsSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { expect } from "chai";

const lib = join(import.meta.dirname, "..");

/**
 * The layers of lib/. A folder is permitted to import only from itself and from the layers above it in this table. Each
 * folder below claims/ counts as a separate folder, so no claim imports another claim of its own layer.
 */
const layers: readonly (readonly string[])[] = [
  ["base"],
  ["input"],
  ["output"],
  ["promises"],
  ["settings"],
  ["plan"],
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
  ["judge"],
  ["claims/*"],
  ["claims/neighbour"],
  ["claims"],
  ["report"],
  ["run"],
  ["verify", "knee"],
  ["cli"],
];

function layerOf(folder: string): number {
  const at = layers.findIndex((layer) => layer.includes(folder));
  return at < 0 && folder.startsWith("claims/") ? layerOf("claims/*") : at;
}

/** Returns a file's folder in the layer table: its top folder, or `claims/NAME` for a file of a claim. */
function folderOf(file: string): string {
  const [first = "", second = ""] = file.split(sep);
  return first === "claims" && !second.endsWith(".ts") ? `${first}/${second}` : first;
}

/**
 * Returns, for each file of lib/, the files that it imports, as paths relative to lib/. Both relative imports and
 * `lokiproof/...` imports count.
 */
async function importsOfFiles(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for await (const file of glob("**/*.ts", { cwd: lib })) {
    const text = readFileSync(join(lib, file), "utf8");
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"((?:\.{1,2}|lokiproof)\/[^"]+)"/g)];
    const targets = specifiers.map(([, specifier = ""]) =>
      specifier.startsWith("lokiproof/")
        ? specifier.slice("lokiproof/".length)
        : relative(lib, join(lib, dirname(file), specifier)),
    );
    // A test can contain the source code of a suite as text, and that code can import files that do not exist.
    found.set(
      file,
      targets.filter((target) => existsSync(join(lib, target))),
    );
  }
  return found;
}

function reachableFrom(start: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const target of imports.get(file) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

/** Returns each group of files that import one another in a circle, as one line of file names. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const reachable = new Map([...imports.keys()].map((file) => [file, reachableFrom(file, imports)]));
  const circleOf = (file: string): string =>
    [...(reachable.get(file) ?? [])]
      .filter((other) => reachable.get(other)?.has(file))
      .sort()
      .join(" ");
  return [...new Set([...imports.keys()].map(circleOf))].filter((circle) => circle !== "").sort();
}

describe("imports", () => {
  let imports: ReadonlyMap<string, readonly string[]>;
  before(async () => {
    imports = await importsOfFiles();
  });

  it("point one way: from the command line down to the base", () => {
    const across = [...imports].flatMap(([file, targets]) =>
      targets
        .map((target) => ({ from: folderOf(file), to: folderOf(target), where: `${file} -> ${target}` }))
        .filter(({ from, to }) => from !== to && to !== ".."),
    );
    expect(across.length).to.be.greaterThan(50);
    const unknownFolders = across.flatMap(({ from, to }) => [from, to]).filter((name) => layerOf(name) < 0);
    expect([...new Set(unknownFolders)], "folders without a place in the table").to.deep.equal([]);
    const wrong = across.filter(({ from, to }) => layerOf(to) >= layerOf(from));
    expect(wrong.map(({ where }) => where)).to.deep.equal([]);
  });

  it("lead from the tests of stacks to lib, never back", () => {
    const back = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => target.startsWith("../test/")).map((target) => `${file} -> ${target}`),
    );
    expect(back).to.deep.equal([]);
  });

  it("have no circles, type-only ones included", () => {
    expect(circlesIn(imports)).to.deep.equal([]);
  });
});
