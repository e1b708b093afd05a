import { readText } from "./read-text.ts";
import type { JsonFile, LinesFile } from "./run-files.ts";

/**
 * Reads a JSON file of a run for a table or a figure in a report. Returns undefined if the file is missing or does not
 * match its schema.
 */
export function readLeniently<T>(runDir: string, { path, form }: JsonFile<T>): T | undefined {
  return form.safeParse(parseJson(textOrNothing(runDir, path))).data;
}

/** Reads a file of a run with one JSON value per line. Skips each line that is truncated or invalid. */
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
