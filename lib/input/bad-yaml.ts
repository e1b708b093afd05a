import { usageError } from "../base/errors.ts";

export interface YamlFault {
  readonly line: number;
  readonly message: string;
}

/**
 * A syntax error in a YAML text, with its line number. The message never quotes the line, because the line could hold a
 * secret.
 */
export class BadYaml extends Error {
  override readonly name = "BadYaml";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** All syntax errors that the parser found in one text. */
export class BadYamls extends Error {
  override readonly name = "BadYamls";
  readonly faults: readonly BadYaml[];

  constructor(faults: readonly BadYaml[], options?: ErrorOptions) {
    super("it is not YAML", options);
    this.faults = faults;
  }
}

/**
 * Returns one error that shows all syntax errors of a file. `name` is the file's name in messages, such as "scenario
 * ./a.yaml".
 */
export function badYamlError(faults: readonly YamlFault[], name: string, hint: string): Error {
  const shown = faults.slice(0, 10).map(({ line, message }) => `  line ${line}: ${message}`);
  const more = faults.length > shown.length ? [`  and ${faults.length - shown.length} more`] : [];
  return usageError(`${name} is not YAML that can be read:\n${[...shown, ...more].join("\n")}`, {
    code: "YAML_SYNTAX",
    hint,
  });
}
