/** What all that lokiproof makes in a cluster is labelled with: what lacks it is never changed, stopped or deleted. */
export const managedBy = { "app.kubernetes.io/managed-by": "lokiproof" } as const;

/** The same with the run that made it, and whose end is its end. */
export function labelsOfRun(runId: string): Readonly<Record<string, string>> {
  return { ...managedBy, "lokiproof/run-id": runId };
}
