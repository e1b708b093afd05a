/**
 * Returns the namespace of a run in a cluster that lokiproof did not make. A Kubernetes name has at most 63 characters,
 * so the start of a long run id is cut off. The end of the run id distinguishes the runs of one scenario.
 */
export function ownNamespaceOf(runId: string): string {
  return `lokiproof-${runId.slice(-(63 - "lokiproof-".length)).replace(/^-+/, "")}`;
}
