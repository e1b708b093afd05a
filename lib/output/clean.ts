import { stripVTControlCharacters } from "node:util";
import { hidden, hideUrlParts } from "./hide-url-parts.ts";
import { neutraliseCommands } from "./neutralise-commands.ts";
import { replaceControls } from "./replace-controls.ts";
import { secrets } from "./secret-registry.ts";

/**
 * Returns the text without this process's secrets: registered values, and the user info and unknown query values of
 * URLs.
 */
export function withoutSecrets(text: string): string {
  return hideUrlParts(secrets.mask(text));
}

/**
 * Returns the text in a form that is safe to print or write: without secrets, without characters that control a
 * terminal, and without commands to a CI runner. If removing a terminal's escape sequences brings a secret together,
 * the sequences are removed first. The function is idempotent.
 */
export function cleanText(text: string): string {
  const bare = stripVTControlCharacters(text);
  const shown = secrets.holds(bare) ? bare : text;
  return neutraliseCommands(withoutSecrets(replaceControls(withoutSecrets(shown), "")));
}

/** Applies `cleanText` to every text in a result, keys included, before any report is made of the result. */
export function cleanTexts<T>(value: T): T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- a text becomes a text, and nothing else changes
  return mapTexts(value, { text: cleanText, number: (one) => one }) as T;
}

/**
 * Characters that are valid in JSON but that no terminal or CI runner should read. JSON escapes replace these
 * characters, so nothing is lost.
 */
const escaped =
  /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]/gu;

/** Returns a value as JSON without secrets. Everything else reads back unchanged. */
export function cleanJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? "null";
  const clean =
    text.includes("://") || secrets.holds(text)
      ? JSON.stringify(mapTexts(JSON.parse(text), withoutSecrecy), undefined, indent)
      : text;
  return clean
    .replaceAll(escaped, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll(/##(?=\w*\[)/gu, "#\\u0023");
}

interface Cleaners {
  text(text: string): string;
  number(value: number): unknown;
}

const withoutSecrecy: Cleaners = {
  text: withoutSecrets,
  number: (value) => (Math.abs(value) >= 1e5 && secrets.holds(String(value)) ? hidden : value),
};

function mapTexts(value: unknown, clean: Cleaners): unknown {
  if (typeof value === "string") return clean.text(value);
  if (typeof value === "number") return clean.number(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, clean));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [clean.text(key), mapTexts(inner, clean)]),
  );
}
