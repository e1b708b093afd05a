/** Formatters of numbers for people. All functions in this file are pure and ignore the machine's locale. */

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Formats bytes in decimal units, such as "12.4 MB". In Loki's own limits, 1 MB is 1,048,576 bytes. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : significant(value)} ${units[unit]}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** Formats a latency, such as "4.2 ms", "310 ms" or "1.84 s"; "n/a" if the latency is missing. */
export function formatMs(ms: number | null | undefined): string {
  if (ms === undefined || ms === null) return "n/a";
  return ms < 999.5 ? `${significant(ms)} ms` : `${significant(ms / 1_000)} s`;
}

/** Formats a ratio or share with three significant digits; "n/a" if the value is missing. */
export function formatRatio(value: number | undefined): string {
  return value === undefined ? "n/a" : significant(value);
}

/** Formats a duration, such as "850 ms", "12.4 s" or "2 min 31 s". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min ${seconds % 60} s` : `${hours} h ${minutes % 60} min`;
}

/**
 * Formats a share as a percentage. A non-zero share is never rounded to 0 %, and a share below one is never rounded to
 * 100 %.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "n/a";
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return "< 0.1 %";
  if (percent < 100 && percent > 99.9) return "> 99.9 %";
  return `${Number(percent.toFixed(1))} %`;
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}
