import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { options, runTool } from "./run-tool.ts";

export interface HelmInstall {
  readonly helm: string;
  /** Its folder. */
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  readonly valuesFile: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** A folder of helm's own for this run: nothing of the user's helm is read or written. */
  readonly home: string;
  readonly runId: string;
  readonly signal: AbortSignal;
}

/** Installs or upgrades the release; resolves when the API server has all of it, which is long before it runs. */
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
