import { writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { describeError, usageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { shell } from "../base/shell-words.ts";
import { chartValuesYaml } from "../input/yaml-dialect.ts";
import { readGiven } from "../plan/read-yaml.ts";
import { refuseServerPassword, registerCredentials } from "./kubeconfig-secrets.ts";
import { kubernetesClient } from "./kubernetes-client.ts";
import { withTokenFiles } from "./token-files.ts";

export interface KubeContext {
  /** The path of a kubeconfig. */
  readonly kubeconfig: string;
  /** The name of a kubeconfig context. It is always explicit, never the kubeconfig's current context. */
  readonly context: string;
}

/**
 * Writes a kubeconfig with only this one context to `file` (mode 0600), so that later changes to the user's kubeconfig
 * do not affect this run. Throws usageError if the user's kubeconfig cannot be read or has no such context.
 */
export async function freezeKubeconfig(
  { kubeconfig, context }: KubeContext,
  file: string,
): Promise<KubeContext> {
  const all = await readKubeconfig(kubeconfig, context);
  const chosen = all.getContextObject(context);
  const cluster = chosen === null ? null : all.getCluster(chosen.cluster);
  const user = chosen === null ? null : all.getUser(chosen.user);
  if (chosen === null || cluster === null || user === null) throw noSuchContext(all, { kubeconfig, context });
  const { KubeConfig } = await kubernetesClient();
  const one = new KubeConfig();
  one.loadFromOptions({ clusters: [cluster], users: [user], contexts: [chosen], currentContext: context });
  one.makePathsAbsolute(dirname(resolve(kubeconfig)));
  await writeFile(file, one.exportConfig(), { mode: 0o600 });
  return { kubeconfig: file, context };
}

/** Reads a kubeconfig and the token file of one context's user. Throws a usageError that names the file. */
export async function readKubeconfig(file: string, context: string): Promise<KubeConfig> {
  const { KubeConfig } = await kubernetesClient();
  const config = new KubeConfig();
  const value = await withTokenFiles(await readKubeconfigValue(file), file, context);
  try {
    config.loadFromString(JSON.stringify(value));
    config.makePathsAbsolute(dirname(resolve(file)));
  } catch (cause) {
    throw usageError(`kubeconfig ${file} cannot be read: ${describeError(cause)}`, {
      code: "KUBECONFIG_UNREADABLE",
      hint: shell`kubectl --kubeconfig ${file} config get-contexts`,
      cause,
    });
  }
  registerCredentials(config);
  for (const cluster of config.getClusters()) refuseServerPassword(cluster, file);
  return config;
}

/** Reads a kubeconfig with kubectl's YAML rules (sigs.k8s.io/yaml), bounded in time and size like every user file. */
async function readKubeconfigValue(file: string): Promise<Json> {
  const what = "kubeconfig";
  const hint = `kubectl --kubeconfig ${file} config get-contexts`;
  const { value } = await readGiven(file, what, { kind: "kubeconfig", dialect: chartValuesYaml, hint });
  return value;
}

function noSuchContext(all: KubeConfig, { kubeconfig, context }: KubeContext): Error {
  const names = all.getContexts().map(({ name }) => name);
  return usageError(
    `${kubeconfig}: expected a context ${context} with its cluster and user, got ${names.join(", ") || "none"}`,
    { code: "NO_SUCH_CONTEXT", hint: shell`kubectl --kubeconfig ${kubeconfig} config get-contexts` },
  );
}
