/**
 * Returns the namespace of a run in a cluster that the run did not make. Kubernetes allows 63 characters, so
 * the start of the run id is cut off: its end distinguishes the runs of one scenario.
 */
export function ownNamespaceOf(runId: string): string {
  return `lokiproof-${runId.slice(-(63 - "lokiproof-".length)).replace(/^-+/, "")}`;
}
