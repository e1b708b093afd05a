const shownLines = 12;

/**
 * Returns the error that ended a Loki process, from the process's output; empty if the output has no error. Times, Go
 * stack frames, the path of the given file, and advice that does not apply to the user are removed.
 */
export function refusalIn(output: string, file?: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const errors = lines
    .flatMap((line) => errorOf(line) ?? [])
    .filter((said) => !/^failed services\b/.test(said));
  const said = errors.length > 0 ? errors.slice(-1) : plainWords(lines);
  const text = said
    .join("\n")
    .replace(/^failed parsing config: /, "")
    .replace(/ Use `-config\.expand-env=true` flag if you want.*$/m, "")
    .replace(/^starting module .*?, failure: (?:failed to load runtime config: )?(?:load file: )?/, "");
  const shown = (file === undefined ? text : text.replaceAll(`${file}: `, "").replaceAll(file, "the file"))
    .split("\n")
    .filter((line) => !isFrame(line))
    .slice(0, shownLines);
  return shown.join("\n").trim();
}

/** Returns the error in a line of Loki's log (logfmt) or of a Go panic; undefined if the line has no error. */
function errorOf(line: string): string | undefined {
  const panicked = /^(?:panic|fatal error): (.*)$/.exec(line)?.[1];
  if (panicked !== undefined) return `Loki ends with a panic: ${panicked}`;
  if (!/level=(?:error|fatal|critical)/.test(line)) return undefined;
  const quoted =
    / (?:err|error)="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? / (?:err|error)=(\S+)/.exec(line)?.[1];
  return quoted === undefined ? undefined : unquoted(quoted);
}

function unquoted(text: string): string {
  return text.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll('\\"', '"').replaceAll("\\\\", "\\");
}

/** Returns the messages that Loki prints at its start, before its logger exists. */
function plainWords(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith("failed parsing config"));
  const words = start < 0 ? lines : lines.slice(start);
  return words.filter((line) => !/\blevel=(?:info|warn|debug)\b/.test(line) && !isFrame(line));
}

/**
 * Reports whether a line is part of a Go stack trace: a function with its arguments, a file with a line number, or a
 * goroutine.
 */
function isFrame(line: string): boolean {
  return (
    /^goroutine \d+/.test(line) ||
    /^\s*\S+\.go:\d+/.test(line) ||
    /^(?:main|runtime|github\.com|google\.golang\.org|golang\.org)[\w./()*-]*\.[\w()*.-]+(?:\(.*\))?$/.test(
      line,
    )
  );
}
