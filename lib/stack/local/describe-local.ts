import { ownCommand } from "../../base/own-command.ts";
import { shell } from "../../base/shell-words.ts";
import type { Plan } from "../../plan/plan.ts";
import { memberNames } from "../../plan/tenant-groups.ts";
import { describeEntrance } from "../network-namespace.ts";
import type { RunPaths } from "../run-paths.ts";
import type { S3Access } from "../stack.ts";
import type { StackState } from "./stack-state.ts";

interface KeptLocal {
  readonly state: StackState;
  readonly paths: RunPaths;
  readonly gatewayUrl: string;
  readonly s3: S3Access;
}

/**
 * Describes how to reach a stack that was left running (endpoints, tenants, logcli's environment, logs) and how to
 * end it.
 */
export function describeLocal({ state, paths, gatewayUrl, s3 }: KeptLocal): string {
  const tenants = [...Object.keys(state.plan.tenants), ...state.plan.tenantGroups.map(groupNames)];
  const members = state.topology.lokis.map(
    ({ name, httpPort }) => `  ${name.padEnd(18)}http://127.0.0.1:${httpPort}\n`,
  );
  return `stack ${state.plan.runId}
${members.join("")}  ${"gateway".padEnd(18)}${gatewayUrl}

bucket    ${s3.bucket} at ${s3.endpoint}; credentials in ${paths.stackFile}
tenants   ${tenants.join(", ")}
logs      ${paths.logs}
configs   ${paths.configs}, ${paths.overrides}

${shell`export LOKI_ADDR=${gatewayUrl} LOKI_ORG_ID=${Object.keys(state.plan.tenants)[0] ?? "checkout"}`}
curl -H "X-Scope-OrgID: $LOKI_ORG_ID" $LOKI_ADDR/loki/api/v1/labels

${sealedLines(state)}end it: ${ownCommand(["down", state.plan.runId])}
`;
}

/**
 * Returns a line on how to enter the network namespace of a sealed stack, whose ports are unreachable from outside.
 */
function sealedLines({ plan, processes }: StackState): string {
  const { minio } = processes;
  if (!plan.sealed || minio === undefined) return "";
  return `sealed: its ports are reached from inside alone: ${describeEntrance(minio.pid)} COMMAND\n`;
}

function groupNames(group: Plan["tenantGroups"][number]): string {
  const names = memberNames(group);
  return `${names[0]} to ${names.at(-1)}`;
}
