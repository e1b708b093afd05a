/** The kinds of file that lokiproof accepts, each with the argument or flag that takes it. */
export const inputFlags = {
  scenario: "lokiproof run FILE",
  breakage: "--break FILE",
  "loki-config": "--loki-config FILE",
  overrides: "--overrides FILE",
  values: "-f FILE",
  expectation: "--expect FILE",
  mapping: "--mapping FILE",
  kubeconfig: "--kubeconfig FILE",
  "kind-config": "--kind-config FILE",
} as const;

export type InputKind = keyof typeof inputFlags;

/**
 * The kinds of input file, in the order in which a file is tested against them. The most distinctive kinds come first.
 */
export const inputKinds: readonly InputKind[] = [
  "breakage",
  "mapping",
  "scenario",
  "expectation",
  "kubeconfig",
  "kind-config",
  "overrides",
  "values",
  "loki-config",
];

export const inputNames: Readonly<Record<InputKind, string>> = {
  scenario: "a scenario of lokiproof",
  breakage: "a breakage of lokiproof",
  "loki-config": "a Loki config",
  overrides: "Loki's runtime overrides",
  values: "chart values",
  expectation: "an expectation of lokiproof",
  mapping: "a mapping of lokiproof",
  kubeconfig: "a kubeconfig",
  "kind-config": "a config of kind",
};
