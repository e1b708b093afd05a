import type { Pin } from "./pins.ts";

const kindVersion = "0.32.0";
const helmVersion = "3.19.5";

/** The versions of kind and Helm to build if PATH has none that is new enough. */
export const kindPins = {
  /** `kind version` prints "kind v0.32.0 go1.26.8 linux/amd64" (pkg/cmd/kind/version). */
  kind: {
    name: "kind",
    version: kindVersion,
    versionArgs: ["version"],
    stated: (output: string) => /^kind v(\d+\.\d+\.\d+\S*)/m.exec(output)?.[1],
    answers: kindVersion,
    source: {
      module: "sigs.k8s.io/kind",
      version: `v${kindVersion}`,
      main: "sigs.k8s.io/kind",
      stamps: {},
    },
  },
  /**
   * `helm version` prints version.BuildInfo{Version:"v3.19.5", ...}. A built Helm prints its version only if the build
   * sets it.
   */
  helm: {
    name: "helm",
    version: helmVersion,
    versionArgs: ["version"],
    stated: (output: string) => /Version:"v(\d+\.\d+[^"]*)"/.exec(output)?.[1],
    answers: helmVersion,
    source: {
      module: "helm.sh/helm/v3",
      version: `v${helmVersion}`,
      main: "helm.sh/helm/v3/cmd/helm",
      stamps: { "helm.sh/helm/v3/internal/version.version": `v${helmVersion}` },
    },
  },
} as const satisfies Readonly<Record<"kind" | "helm", Pin>>;
