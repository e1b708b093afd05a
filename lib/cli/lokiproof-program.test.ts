import { expect } from "chai";
import { type Command, CommanderError, type Option } from "commander";
import * as fc from "fast-check";
import { HarnessError } from "../base/errors.ts";
import { lokiproofProgram, runCommandLine } from "./lokiproof-program.ts";

/** A refused command line: the thrown error, and everything that was printed. */
interface Refusal {
  readonly error: unknown;
  readonly printed: string;
}

/**
 * Parses the words as lokiproof does, and returns how they are refused. No command's action is permitted to run, so
 * that nothing is started.
 */
function refusalOf(words: readonly string[]): Refusal {
  const program = lokiproofProgram();
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeErr: print, writeOut: print });
    if (command !== program) command.action(() => expect.fail(`${words.join(" ")} was accepted`));
  }
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    return { error, printed };
  }
  return expect.fail(`${words.join(" ")} was accepted`);
}

const commands = lokiproofProgram().commands;
const takesValue = ({ required, optional }: Option): boolean => required || optional;
const nameOf = (option: Option): string => option.long ?? option.short ?? "";
const options = commands.flatMap((command) =>
  command.options.filter(takesValue).map((option) => ({ command, option })),
);
const args = commands.flatMap((command) =>
  command.registeredArguments.map((_, index) => ({ command, index })),
);
const blank = fc.stringMatching(/^[ \t\r\n\u00a0\u2003]*$/);

/** Returns a command line whose argument at `index` is `last`, with "x" for every earlier argument. */
function wordsUpTo(command: Command, index: number, last: string): string[] {
  return [command.name(), ...Array.from({ length: index }, () => "x"), last];
}

describe("the command line", () => {
  it("refuses an empty or blank value of every option and every argument of every command", () => {
    expect(options.length).to.be.greaterThan(40);
    expect(args.length).to.be.greaterThan(7);
    const places = [
      ...options.map(({ command, option }) => (value: string) => [command.name(), nameOf(option), value]),
      ...args.map(
        ({ command, index }) =>
          (value: string) =>
            wordsUpTo(command, index, value),
      ),
    ];
    for (const place of places) {
      fc.assert(
        fc.property(blank, (value) => {
          const { error, printed } = refusalOf(place(value));
          expect(error).to.be.instanceOf(CommanderError);
          expect(printed).to.contain("expected a value, got none");
        }),
        { numRuns: 8, examples: [[""], [" "], ["\t\n"]] },
      );
    }
  });

  it("refuses the name of another option in place of a value", () => {
    for (const { command, option } of options) {
      const other = command.options.find((one) => one !== option)?.long;
      if (other === undefined || other === null) continue;
      expect(refusalOf([command.name(), nameOf(option), other]).printed, nameOf(option)).to.contain(
        "got the option",
      );
    }
  });

  it("takes no number that is not plain, finite and small enough for its option", () => {
    const numeric = options.filter(({ option }) =>
      ["12", "2000"].some((text) => typeof parsed(option, text) === "number"),
    );
    const names = new Set(numeric.map(({ option }) => nameOf(option)));
    expect([...names].sort()).to.deep.equal([
      "--ceiling-factor",
      "--generators",
      "--max-minutes",
      "--metrics-port",
      "--port-base",
      "--scale",
      "--seed",
      "--step-s",
      "--wait",
      "-n",
    ]);
    const texts = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.constantFrom(
        "1e308",
        "Infinity",
        "-Infinity",
        "NaN",
        "0x10",
        "1e3",
        "+5",
        "1_000",
        "٣",
        "5,5",
        "5 5",
      ),
    );
    for (const { option } of numeric) {
      fc.assert(
        fc.property(texts, (text) => {
          const value = parsed(option, text);
          if (value === undefined) return;
          expect(text).to.match(/^\d+(\.\d+)?$/);
          expect(value).to.equal(Number(text)).and.to.be.within(0, 1e9);
        }),
      );
      for (const text of ["1e308", "-1", "9".repeat(30), "0x10", "abc", "NaN", "1e3"])
        expect(parsed(option, text), `${nameOf(option)} ${text}`).to.equal(undefined);
    }
  });

  it("answers every usage error with the error and one hint, without its help", () => {
    const lines = [
      ["rnu"],
      ["nonsense-of-some-length"],
      ["run", "--brek", "x"],
      ["run", "a", "b"],
      ["run", "--seed"],
      ["plan", "--stack", "docker"],
      ["judge"],
      ["soak", "-n", "1.5"],
      ["up", "--port-base", "80"],
    ];
    for (const words of lines) {
      const { printed } = refusalOf(words);
      const [what, next, ...more] = printed.trimEnd().split("\n");
      expect(what, words.join(" ")).to.match(/^lokiproof\b.*: ./);
      expect(next).to.match(/^next: bin\/lokiproof( \w+)? --help$/);
      expect(more).to.deep.equal([]);
    }
  });

  it("suggests the command and the option that are nearest to what was typed", () => {
    expect(refusalOf(["statsu"]).printed).to.contain("Did you mean status?");
    expect(refusalOf(["knee", "--stepps", "4"]).printed).to.contain("Did you mean --step-s?");
    expect(refusalOf(["down", "--al"]).printed).to.contain("Did you mean --all?");
  });

  it("names the commands where none was given", async () => {
    for (const words of [[], ["--"]]) {
      const error = await runCommandLine(words).catch((thrown: unknown) => thrown);
      if (!(error instanceof HarnessError)) expect.fail(`${words.join(" ")} was accepted`);
      expect(error.exitCode).to.equal(3);
      expect(error.message).to.match(/run, plan, .*soak/);
    }
  });
});

/** Returns the option's parsed value; undefined for a text that the option refuses. */
function parsed(option: Option, text: string): unknown {
  try {
    return option.parseArg?.<unknown>(text, option.defaultValue);
  } catch {
    return undefined;
  }
}
