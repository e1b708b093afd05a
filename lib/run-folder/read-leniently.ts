import { readText } from "./read-text.ts";
import type { JsonFile, LinesFile } from "./run-files.ts";

/** Reads a JSON file of a run for a table or a figure; undefined if it is missing or not as its schema says. */
export function readLeniently<T>(runDir: string, { path, form }: JsonFile<T>): T | undefined {
  return form.safeParse(parseJson(textOrNothing(runDir, path))).data;
}

/** Reads the complete lines of a file of one JSON value a line; leaves out each line that is cut off or bad. */
export function readLinesLeniently<T>(runDir: string, { path, line: form }: LinesFile<T>): readonly T[] {
  return textOrNothing(runDir, path)
    .split("\n")
    .flatMap((line) => {
      const parsed = form.safeParse(parseJson(line));
      return parsed.success ? [parsed.data] : [];
    });
}

function textOrNothing(runDir: string, path: string): string {
  try {
    return readText(runDir, path);
  } catch {
    return "";
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
