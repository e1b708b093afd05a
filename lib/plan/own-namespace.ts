/**
 * The namespace of a run in a cluster that it did not make. A name of Kubernetes has 63 characters at most; what tells
 * two runs of one scenario apart stands at its end.
 */
export function ownNamespaceOf(runId: string): string {
  return `lokiproof-${runId.slice(-(63 - "lokiproof-".length)).replace(/^-+/, "")}`;
}
