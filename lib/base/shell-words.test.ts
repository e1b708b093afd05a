import { execFileSync } from "node:child_process";
import { expect } from "chai";
import * as fc from "fast-check";
import { shell, shellWords } from "./shell-words.ts";

/** Words with characters that are special to a shell, to a terminal or to YAML, and words of arbitrary characters. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(" \t\n\r'\"\\$`!*?[]{}()<>|&;#~=%@:/.,-+azAZ09")) }),
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed().replaceAll("\0", "")),
  fc.constantFrom(
    "",
    "-",
    "--",
    "~",
    "~root",
    "=ls",
    "a=b",
    "if",
    "[",
    "{a,b}",
    "!!",
    "é ü",
    "\u202E",
    "\u200B",
    "x\u2028y",
    "\u001B[31m",
  ),
);

/** Returns the arguments that bash parses from a command. */
function readBack(command: string): readonly string[] {
  const script = `show() { printf '%s\\0' "$#" "$@"; }; show ${command}`;
  const text = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" });
  return text.split("\0").slice(1, -1);
}

describe("shellWords", () => {
  it("writes words that a shell gives back", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        expect(readBack(shellWords(["lokiproof", ...words]))).to.deep.equal(["lokiproof", ...words]);
      }),
      { numRuns: 150 },
    );
  });

  it("writes nothing that a terminal does not show", () => {
    fc.assert(
      fc.property(word, (one) => {
        // oxlint-disable-next-line no-control-regex -- control characters are what it is about
        expect(shellWords([one])).not.to.match(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E]/u);
      }),
    );
  });

  it("leaves alone what needs no quotes", () => {
    const words = [
      "./bin/lokiproof",
      "run",
      "--set",
      "a.b=1,2",
      "-f",
      "../x/y.yaml",
      "arn:aws:s3:::b",
      "50%",
    ];
    expect(shellWords(words)).to.equal(words.join(" "));
  });

  it("begins no command with what a shell takes for a variable", () => {
    expect(shellWords(["a=b/lokiproof", "plan"])).to.equal("'a=b/lokiproof' plan");
  });

  it("fills a template of a command", () => {
    const words = ["two words", "it's"];
    expect(shell`kubectl --context ${"a b"} delete ${words} s3://${"$x"}/`).to.equal(
      `kubectl --context 'a b' delete 'two words' 'it'\\''s' s3://'$x'/`,
    );
  });
});
