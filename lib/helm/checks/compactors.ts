import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Warns of more than one compactor. It is only a warning, because compactors that share a ring elect a leader
 * (pkg/compactor, 3.7.8).
 */
export const compactors: ManifestCheck = ({ manifests }) => {
  const count = manifests.workloads
    .filter(({ component }) => component === "compactor")
    .reduce((sum, { replicas }) => sum + replicas, 0);
  if (count < 2) return [];
  return [
    {
      kind: "warning",
      at: "compactor.replicas",
      what: `${count} compactors: one of a ring compacts, the others wait; two rings over one bucket would corrupt its index`,
      instead: "1",
    },
  ];
};
