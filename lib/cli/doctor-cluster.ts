import pLimit from "p-limit";
import { describeError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { mayI } from "../kube/access-review.ts";
import type { Kube } from "../kube/kube.ts";
import { attachRights, clusterRights, type Right } from "../kube/rights.ts";
import type { Finding } from "../toolchain/finding.ts";

const askedAtOnce = 8;

/**
 * Checks which of the rights for attaching to a Loki the kubeconfig's user has in Loki's namespace. Only queries the
 * API server and changes nothing.
 */
export async function examineCluster(
  kube: Kube,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const name = `cluster ${kube.context}`;
  try {
    await kube.request({ path: "/version", signal });
  } catch (error) {
    signal.throwIfAborted();
    const fix = `kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} version`;
    return [{ name, state: "missing", detail: describeError(error), fix }];
  }
  const limit = pLimit(askedAtOnce);
  const asked = [
    ...attachRights.map((right) => ({ right, where: namespace })),
    ...clusterRights.map((right) => ({ right, where: undefined })),
  ].map(({ right, where }) => limit(() => rightFinding(kube, { right, where }, signal)));
  return [{ name, state: "ok", detail: "answers" }, ...(await Promise.all(asked))];
}

async function rightFinding(
  kube: Kube,
  { right, where }: { readonly right: Right; readonly where: string | undefined },
  signal: AbortSignal,
): Promise<Finding> {
  const { group, resource, verbs, without } = right;
  const may = await Promise.all(
    verbs.map((verb) => mayI(kube, { group, resource, verb, namespace: where }, signal)),
  );
  const name = `${resource} in ${where ?? "all namespaces"}`;
  const denied = verbs.filter((_, index) => may[index] === false);
  if (denied.length === 0) return { name, state: "ok", detail: verbs.join(", ") };
  const grant = where === undefined ? "attach-all-namespaces" : "attach";
  return {
    name,
    state: without === undefined ? "missing" : "warning",
    detail: `may not ${denied.join(", ")}; without it ${without ?? "lokiproof cannot look at Loki"}`,
    fix: shell`kubectl --context ${kube.context}${where === undefined ? [] : ["-n", where]} apply -f deploy/rbac/${grant}.yaml`,
  };
}
