import { hidden, hideUrlParts } from "./hide-url-parts.ts";
import { neutraliseCommands } from "./neutralise-commands.ts";
import { replaceControls } from "./replace-controls.ts";
import { secrets } from "./secret-registry.ts";

/** Text without the secrets of this process: registered values, and what URLs carry beside their address. */
export function withoutSecrets(text: string): string {
  return hideUrlParts(secrets.mask(text));
}

/**
 * Text as it may leave the process: without secrets, without characters that steer a terminal, and without commands to
 * a CI runner. Cleaning it again changes nothing.
 */
export function cleanText(text: string): string {
  return neutraliseCommands(withoutSecrets(replaceControls(withoutSecrets(text), "")));
}

/** The same for every text in a result, keys included, before a report is made of it. */
export function cleanTexts<T>(value: T): T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- a text becomes a text, and nothing else changes
  return mapTexts(value, { text: cleanText, number: (one) => one }) as T;
}

/** What JSON may hold, but no terminal or CI runner should read; written as an escape, so that nothing is lost. */
const escaped =
  /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]/gu;

/** JSON as it may leave the process: without secrets; everything else reads back as it was. */
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
