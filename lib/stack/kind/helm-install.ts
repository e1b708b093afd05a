import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { options, runTool } from "./run-tool.ts";

export interface HelmInstall {
  readonly helm: string;
  /** Path of the chart's folder. */
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  readonly valuesFile: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** Helm's folder for this run only: nothing of the user's Helm is read or written. */
  readonly home: string;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** Installs or upgrades the release. Resolves when the API server has all objects, long before the pods are ready. */
export async function helmInstall(install: HelmInstall): Promise<void> {
  const { helm, chart, release, namespace, valuesFile, kubeconfig, context, home } = install;
  await mkdir(home, { recursive: true, mode: 0o700 });
  await runTool({
    program: helm,
    args: [
      "upgrade",
      "--install",
      release,
      chart,
      ...options({ namespace, values: valuesFile, kubeconfig, "kube-context": context }),
    ],
    doing: `installing ${chart}`,
    runId: install.runId,
    env: {
      HELM_CACHE_HOME: join(home, "cache"),
      HELM_CONFIG_HOME: join(home, "config"),
      HELM_DATA_HOME: join(home, "data"),
    },
    signal: install.signal,
  });
}
