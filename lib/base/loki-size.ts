import type { Json } from "./json.ts";

const exponents: Readonly<Record<string, number>> = {
  "": 0,
  b: 0,
  byte: 0,
  ...Object.fromEntries(
    ["kilo", "mega", "giga", "tera", "peta"].flatMap((word, place) =>
      [word, `${word}byte`, `${word}bytes`, word.charAt(0), `${word.charAt(0)}b`].map((unit) => [
        unit,
        place + 1,
      ]),
    ),
  ),
  e: 6,
  eb: 6,
};

/**
 * Returns the bytes of a size setting (flagext.ByteSize): a whole number and an optional unit with factor 1024, in any
 * letter case ("3MB", "256 kb", "4096", 4096). An empty text is 0. Returns undefined if Loki rejects the value, such as
 * "1.5MB" (c2h5oh/datasize, UnmarshalText).
 */
export function sizeBytes(value: Json | undefined): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? value : undefined;
  if (value === "") return 0;
  const match = typeof value === "string" ? /^(\d+)\s*([a-z]*)\s*$/i.exec(value) : null;
  const exponent = exponents[(match?.[2] ?? "none").toLowerCase()];
  if (match === null || exponent === undefined) return undefined;
  const bytes = Number(match[1]) * 1024 ** exponent;
  return bytes < 2 ** 64 ? bytes : undefined;
}

/**
 * Formats bytes as "3.25 MB" with three significant digits. 1 MB is a million bytes, as in the load plan's log volumes.
 */
export function megabytes(bytes: number): string {
  return `${Number((bytes / 1e6).toPrecision(3))} MB`;
}

/** Formats bytes as "1.00 MiB". 1 MiB is 1,048,576 bytes, the unit of nginx and of Loki's limits. */
export function mebibytes(bytes: number): string {
  return `${(bytes / bytesPerMebibyte).toFixed(2)} MiB`;
}

/** The bytes in one "MB" of Loki's limits (pkg/validation/limits.go, bytesInMB, 3.7.8). */
export const bytesPerMebibyte = 1_048_576;
