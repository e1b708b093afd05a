import { sleep } from "k6";
import exec from "k6/execution";
import type { Scenario } from "k6/options";

const betweenBeatsS = 0.05;

/** How long the beats go on, as `beats` was told. */
let lengthMs = 0;

/**
 * A scenario that sends nothing: what keeps its beats from coming in time keeps the load from being sent in time, and
 * Loki has no part in it. One iteration that sleeps between its beats: an iteration for each cost k6 as much as half of
 * what ten pushes a second do. Of those that share a load each k6 has one user of its own for it.
 */
export function beats(forMs: number, generators: number): Record<string, Scenario> {
  lengthMs = forMs;
  return {
    beats: {
      executor: "per-vu-iterations",
      exec: "beat",
      vus: generators,
      iterations: 1,
      maxDuration: `${forMs + 1000}ms`,
      gracefulStop: "0s",
    },
  };
}

/** Tells once a second of the longest time between two beats; the first beat at once: the load has begun. */
export function beat(): void {
  const { startTime } = exec.scenario;
  let lastMs = startTime;
  let toldMs = 0;
  let longestGapMs = 0;
  for (let beatMs = Date.now(); beatMs < startTime + lengthMs; beatMs = Date.now()) {
    longestGapMs = Math.max(longestGapMs, beatMs - lastMs);
    lastMs = beatMs;
    if (beatMs - toldMs >= 1000) {
      console.log(JSON.stringify({ beatMs, longestGapMs }));
      toldMs = beatMs;
      longestGapMs = 0;
    }
    sleep(betweenBeatsS);
  }
}
