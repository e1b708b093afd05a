import { usageError } from "../base/errors.ts";

/** A fault of a YAML text, with its line; never with the line's text, which may hold a secret. */
export class BadYaml extends Error {
  override readonly name = "BadYaml";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** The error to show for faults of the file `name` ("scenario ./a.yaml"). */
export function badYamlError(faults: readonly BadYaml[], name: string, hint: string): Error {
  const shown = faults.slice(0, 10).map(({ line, message }) => `  line ${line}: ${message}`);
  const more = faults.length > shown.length ? [`  and ${faults.length - shown.length} more`] : [];
  return usageError(`${name} is not YAML that can be read:\n${[...shown, ...more].join("\n")}`, {
    code: "YAML_SYNTAX",
    hint,
  });
}
