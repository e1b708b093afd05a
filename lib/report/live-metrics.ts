import { Gauge, Registry } from "prom-client";

/** Metrics of a run in progress, served with `--metrics-port`. */
export interface LiveMetrics {
  readonly registry: Registry;
  /** Sets the metric of the current phase to 1 and the metrics of earlier phases to 0. */
  phase(name: string): void;
  membersUp(count: number): void;
}

/** Creates the metrics of one run in a separate registry. */
export function liveMetrics(): LiveMetrics {
  const registry = new Registry();
  const registers = [registry];
  const phases = new Gauge({
    name: "lokiproof_live_phase",
    help: "1 for the phase that runs now, 0 for those before it",
    labelNames: ["phase"],
    registers,
  });
  const members = new Gauge({
    name: "lokiproof_live_members_up",
    help: "Members of the stack that run",
    registers,
  });
  const seen = new Set<string>();
  return {
    registry,
    phase(name) {
      for (const before of seen) phases.set({ phase: before }, 0);
      seen.add(name);
      phases.set({ phase: name }, 1);
    },
    membersUp: (count) => members.set(count),
  };
}
