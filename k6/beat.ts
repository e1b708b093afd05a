import { sleep } from "k6";
import exec from "k6/execution";
import type { Scenario } from "k6/options";

const betweenBeatsS = 0.05;

/** The duration of the heartbeats in milliseconds, as passed to `beats`. */
let lengthMs = 0;

/**
 * Returns a k6 scenario of heartbeats, which sends no requests. If its heartbeats come late, k6 sent the load late for
 * the same reason, and Loki is not to blame. The scenario is one iteration that sleeps between heartbeats, because an
 * iteration per heartbeat cost k6 half as much as ten pushes per second. Each generator has one virtual user for the
 * scenario.
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

/**
 * Logs the longest time between two heartbeats once per second. The first heartbeat logs at once, to report that the
 * load has begun.
 */
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
