const sizeUnits: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const timeUnitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  "": 1_000,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
};

/**
 * Returns the bytes of an nginx size ("4M", "512k", "1048576"), or undefined if the text is not a size. As a limit, 0
 * means "no limit".
 */
export function nginxBytes(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (sizeUnits[(unit ?? "").toLowerCase()] ?? 1);
}

/**
 * Returns the milliseconds of an nginx time ("600", "10m", "1h 30m", "500ms"), or undefined if the text is not a time.
 */
export function nginxMs(text: string): number | undefined {
  if (!/^(\d+(ms|[smhdwMy])\s*)*(\d+)?$/.test(text) || text === "") return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|[smhdwMy]|)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (timeUnitsMs[unit ?? ""] ?? 0), 0);
}
