import { ownCommand } from "../../base/own-command.ts";
import { shell } from "../../base/shell-words.ts";
import { memberNames } from "../../plan/tenant-groups.ts";
import type { RunPaths } from "../run-paths.ts";
import type { S3Access } from "../stack.ts";
import type { KindState } from "./kind-state.ts";

interface KeptKind {
  readonly state: KindState;
  readonly paths: RunPaths;
  readonly gatewayUrl: string;
  readonly s3: S3Access;
}

/** Describes how to reach a kind stack that was left running (endpoints, tenants, kubectl) and how to end it. */
export function describeKind({ state, paths, gatewayUrl, s3 }: KeptKind): string {
  const { plan, cluster, namespace, release } = state;
  const groups = plan.tenantGroups.map(memberNames).map((names) => `${names[0]} to ${names.at(-1)}`);
  const tenants = [...Object.keys(plan.tenants), ...groups];
  return `stack ${plan.runId}: kind cluster ${cluster.name}${cluster.yours ? " (yours: it stays)" : ""}, release ${release} in namespace ${namespace}
gateway   ${gatewayUrl}
bucket    ${s3.bucket} at ${s3.endpoint}; credentials in ${paths.stackFile}
tenants   ${tenants.join(", ")}

${shell`export KUBECONFIG=${paths.kubeconfig}`}
kubectl -n ${namespace} get pods
${shell`export LOKI_ADDR=${gatewayUrl} LOKI_ORG_ID=${Object.keys(plan.tenants)[0] ?? "checkout"}`}
curl -H "X-Scope-OrgID: $LOKI_ORG_ID" $LOKI_ADDR/loki/api/v1/labels

end it: ${ownCommand(["down", plan.runId])}
`;
}
