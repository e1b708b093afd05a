import { type Argument, type Command, InvalidArgumentError, type Option } from "commander";

type Parse = (value: string, previous: unknown) => unknown;

/**
 * Makes a command refuse each option and argument that is empty or only white space, usually from an unset shell
 * variable. Also makes it refuse an option's value that is the name of another option. For example, `--out $DIR --keep`
 * with an unset DIR would make `--keep` the value of `--out`.
 */
export function refuseBlankWords(command: Command): void {
  const names = new Set(command.options.flatMap(({ long, short }) => [long, short]));
  for (const option of command.options) {
    if (option.required || option.optional) wrapParser(option, (value) => refuseOptionName(value, names));
  }
  for (const argument of command.registeredArguments) wrapParser(argument, () => undefined);
}

/**
 * Adds the check for blank values before the option's or argument's own parser, so that the parser never sees a blank
 * value.
 */
function wrapParser(word: Option | Argument, check: (value: string) => void): void {
  if (word.variadic) throw new Error("a variadic option or argument is not supported here");
  const own = word.parseArg as Parse | undefined;
  const strict: Parse = (value, previous) => {
    if (value.trim() === "") {
      throw new InvalidArgumentError("expected a value, got none; is a shell variable in it unset?");
    }
    check(value);
    return own === undefined ? value : own(value, previous);
  };
  word.argParser(strict);
}

function refuseOptionName(value: string, names: ReadonlySet<string | undefined>): void {
  if (!names.has(value)) return;
  throw new InvalidArgumentError(`expected a value, got the option ${value}; is a shell variable unset?`);
}
