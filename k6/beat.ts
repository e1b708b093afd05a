import exec from "k6/execution";
import type { Scenario } from "k6/options";

const beatsPerSecond = 20;

/**
 * A scenario that sends nothing: what keeps its beats from coming in time keeps the load from being sent in time, and
 * Loki has no part in it.
 */
export function beats(forMs: number): Record<string, Scenario> {
  return {
    beats: {
      executor: "constant-arrival-rate",
      exec: "beat",
      rate: beatsPerSecond,
      timeUnit: "1s",
      duration: `${forMs}ms`,
      gracefulStop: "0s",
      preAllocatedVUs: 1,
      maxVUs: 1,
    },
  };
}

let lastMs = 0;
let toldMs = 0;
let longestGapMs = 0;

/** Tells once a second of the longest time between two beats; the first beat at once: the load has begun. */
export function beat(): void {
  const beatMs = Date.now();
  longestGapMs = Math.max(longestGapMs, beatMs - (lastMs || exec.scenario.startTime));
  lastMs = beatMs;
  if (beatMs - toldMs < 1000) return;
  console.log(JSON.stringify({ beatMs, longestGapMs }));
  toldMs = beatMs;
  longestGapMs = 0;
}
