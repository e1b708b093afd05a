/**
 * The label of everything that lokiproof creates in a cluster. lokiproof never changes, stops or deletes an object
 * without this label.
 */
export const managedBy = { "app.kubernetes.io/managed-by": "lokiproof" } as const;

/** Returns the labels of objects that belong to one run and are deleted at its end. */
export function labelsOfRun(runId: string): Readonly<Record<string, string>> {
  return { ...managedBy, "lokiproof/run-id": runId };
}
