import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { CommanderError } from "commander";
import { lokiproofProgram } from "./lokiproof-program.ts";

const home = join(import.meta.dirname, "..", "..");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(home, "docs")).map((name) => `docs/${name}`),
];
const textOf = (file: string): string => readFileSync(join(home, file), "utf8");

/** Returns every code span of a document and every line of its code blocks, without trailing comments. */
function codeIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...text.replaceAll(/^```\w*\n.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return [...blocks, ...spans].map((code) => code.replace(/\s+#.*$/, "").trim());
}

/**
 * Parses a command line as lokiproof does, without running the command. Throws the error with which lokiproof would
 * refuse it.
 */
function parseOnly(words: readonly string[]): void {
  const program = lokiproofProgram();
  for (const command of program.commands) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    command.action(() => undefined);
  }
  program.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  program.parse(words, { from: "user" });
}

function why(words: readonly string[]): string | undefined {
  try {
    parseOnly(words);
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return String(error);
  }
}

describe("documents", () => {
  for (const file of documents) {
    it(`${file} shows commands that the program takes`, () => {
      const commands = codeIn(textOf(file)).filter((code) => code.startsWith("bin/lokiproof "));
      const refused = commands.flatMap((code) => why(code.split(/\s+/).slice(1)) ?? []);
      expect(refused).to.deep.equal([]);
    });

    it(`${file} names make targets, tests and linked files that exist`, () => {
      const text = textOf(file);
      const targets = new Set([...textOf("Makefile").matchAll(/^([a-z0-9-]+):/gm)].map(([, name]) => name));
      const made = codeIn(text).flatMap((code) => /^make ([a-z0-9-]+)/.exec(code)?.[1] ?? []);
      expect(made.filter((target) => !targets.has(target))).to.deep.equal([]);
      const tests = [...text.matchAll(/`((?:lib|test)\/[\w./-]+\.test\.ts)`/g)].map(([, path = ""]) => path);
      expect(tests.filter((path) => !existsSync(join(home, path)))).to.deep.equal([]);
      const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => path);
      expect(links.filter((path) => !existsSync(join(home, dirname(file), path)))).to.deep.equal([]);
    });
  }

  it("lists every scenario that lokiproof brings", () => {
    const scenarios = readdirSync(join(home, "scenarios")).flatMap(
      (name) => /^(.+)\.yaml$/.exec(name)?.[1] ?? [],
    );
    const text = textOf("docs/scenarios.md");
    expect(scenarios.filter((name) => !text.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it("keep the README short", () => {
    expect(textOf("README.md").length).to.be.below(8_000);
  });
});
