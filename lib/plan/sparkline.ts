import type { RateStep } from "./flood-schema.ts";

const heights = "▁▂▃▄▅▆▇█";

/**
 * Draws a rate over time in `columns` characters that span `spanS` seconds, scaled to the highest rate. Zero is blank.
 * Each column shows the highest rate within it, so that a burst is not averaged away.
 */
export function sparkline(
  steps: readonly RateStep[],
  { startS, spanS, columns }: { readonly startS: number; readonly spanS: number; readonly columns: number },
): string {
  const rates = Array.from({ length: columns }, (_, column) => {
    const fromS = (spanS * column) / columns - startS;
    return highest(steps, fromS, fromS + spanS / columns);
  });
  const peak = Math.max(...rates);
  if (peak <= 0) return " ".repeat(columns);
  return rates
    .map((rate) => (rate > 0 ? heights[Math.ceil((rate / peak) * heights.length) - 1] : " "))
    .join("");
}

function highest(steps: readonly RateStep[], fromS: number, toS: number): number {
  let [most, startS] = [0, 0];
  for (const { forS, rateBytesPerSecond: from, toBytesPerSecond: to = from } of steps) {
    const [a, b] = [Math.max(fromS, startS), Math.min(toS, startS + forS)];
    const at = (second: number): number => from + ((to - from) * (second - startS)) / forS;
    if (b - a > 1e-9) most = Math.max(most, at(a), at(b));
    startS += forS;
  }
  return most;
}
