import { join } from "node:path";
import { usageError } from "../base/errors.ts";
import { homeFolder } from "../base/home-folder.ts";
import { shell } from "../base/shell-words.ts";
import { type Kube, openKube } from "../kube/kube.ts";

/**
 * Reads the kubeconfig once, into memory. Later changes to the file, such as to its current context, do not affect this
 * run.
 */
export async function openContext(context: string, given: string | undefined): Promise<Kube> {
  const [first = "", ...more] = (process.env["KUBECONFIG"] ?? "").split(":").filter((path) => path !== "");
  const kubeconfig = given ?? (first || join(homeFolder(), ".kube", "config"));
  if (given === undefined && more.length > 0) {
    throw usageError("KUBECONFIG: expected one file, got several", {
      code: "KUBECONFIG_LIST",
      hint: "kubectl config view --flatten --minify --context NAME > one.yaml; then: --kubeconfig one.yaml",
    });
  }
  const kube = await openKube({ kubeconfig, context });
  const contexts = kube.config.getContexts().map(({ name }) => name);
  if (contexts.includes(context)) return kube;
  throw usageError(`${kubeconfig}: expected a context ${context}, got ${contexts.join(", ") || "none"}`, {
    code: "NO_SUCH_CONTEXT",
    hint: shell`kubectl --kubeconfig ${kubeconfig} config get-contexts`,
  });
}
