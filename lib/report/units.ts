/** Numbers as people read them. All of these are pure and use no locale of the machine. */

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Decimal units, as Loki's limits have them: "12.4 MB". */
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

/** Latency: "4.2 ms", "310 ms", "1.84 s"; a missing one is "n/a". */
export function formatMs(ms: number | null | undefined): string {
  if (ms === undefined || ms === null) return "n/a";
  return ms < 999.5 ? `${significant(ms)} ms` : `${significant(ms / 1_000)} s`;
}

/** A ratio or a share: three digits, "n/a" where there is none. */
export function formatRatio(value: number | undefined): string {
  return value === undefined ? "n/a" : significant(value);
}

/** How long something took: "850 ms", "12.4 s", "2 min 31 s". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min ${seconds % 60} s` : `${hours} h ${minutes % 60} min`;
}

/** A share as a percentage that never rounds something to nothing, nor less than all to all. */
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
