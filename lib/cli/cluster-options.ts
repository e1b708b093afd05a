import { type Command, InvalidArgumentError } from "commander";
import { usageError } from "../base/errors.ts";
import { bucketName } from "../plan/names.ts";
import { decimalNumber } from "./number-parsers.ts";
import type { PlanFlags } from "./plan-flags.ts";
import type { StackFlags } from "./stack-options.ts";
import { httpUrl, kubernetesName, textOf } from "./text-parsers.ts";

/** The flags of `--stack cluster`, for a Loki that already runs or that `--install` will install. */
export interface ClusterFlags {
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly release?: string;
  readonly expect?: string;
  readonly mapping?: string;
  readonly gateway?: string;
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
  readonly s3PathStyle?: boolean;
  readonly ceilingFactor?: number;
  readonly yes?: boolean;
  readonly install?: boolean;
  readonly bucket?: string;
  readonly roleArn?: string;
}

/** Adds the flags of `--stack cluster`; they are the same on every command that can attach to a cluster. */
export function addClusterOptions(command: Command): Command {
  return command
    .option("--context <name>", "--stack cluster: the kube context; never the current one by default")
    .option("--namespace <name>", "--stack cluster: where Loki runs", kubernetesName)
    .option("--kubeconfig <file>", "in place of $KUBECONFIG and ~/.kube/config")
    .option("--release <name>", "the chart's release, where the namespace holds several", kubernetesName)
    .option(
      "--expect <file>",
      "what you mean it to be; what you leave out is read from the cluster, and proves no intent",
    )
    .option("--mapping <file>", "which pods are what, for a chart with other labels than Grafana's")
    .option(
      "--gateway <url>",
      "the gateway's address, for load; without it nothing is loaded",
      httpUrl("--gateway"),
    )
    .option(
      "--s3-endpoint <url>",
      "where the bucket is read, in place of Loki's own endpoint",
      httpUrl("--s3-endpoint"),
    )
    .option("--s3-region <region>", "the bucket's region")
    .option("--s3-path-style", "the bucket's name in the path, not in the host")
    .option(
      "--ceiling-factor <x>",
      "so many times the load that a cluster of others is sent at most",
      decimalNumber({ from: 1, to: 1000 }),
    )
    .option(
      "--install",
      "--stack cluster: install the chart into a namespace of its own, and remove it after",
    )
    .option(
      "--bucket <name>",
      "with --install: an empty S3 bucket, reached by a role of Loki's pods; a MinIO unless given",
      textOf(bucketName),
    )
    .option("--role-arn <arn>", "with --bucket: the IAM role of Loki's ServiceAccount", roleArn)
    .option("--yes", "do not ask whether the plan is agreed to");
}

/** Flags that only `--stack cluster` uses. */
const ofCluster = [
  "context",
  "namespace",
  "release",
  "gateway",
  "expect",
  "mapping",
  "s3Endpoint",
  "s3Region",
  "s3PathStyle",
  "install",
  "bucket",
  "roleArn",
] as const;
/** Flags that say where an existing Loki is; `--install` does not use these flags. */
const ofAttaching = [
  "namespace",
  "release",
  "gateway",
  "expect",
  "mapping",
  "s3Endpoint",
  "s3PathStyle",
] as const;

/**
 * Throws usageError that lists all flags of `--stack cluster` that do not fit together: those that are required and
 * missing, and those that have no use.
 */
export function refuseMisfits(
  flags: Pick<PlanFlags, "stack"> & ClusterFlags & Pick<StackFlags, "kindCluster">,
): void {
  const problems = flags.stack === "cluster" ? clusterMisfits(flags) : otherMisfits(flags);
  if (problems.length === 0) return;
  throw usageError(problems.join("\n"), {
    code: "CLUSTER_FLAGS",
    hint: "kubectl config get-contexts; then: lokiproof plan --stack cluster --context NAME --namespace NAME",
  });
}

function clusterMisfits(flags: ClusterFlags): readonly string[] {
  const needed = flags.install ? (["context"] as const) : (["context", "namespace"] as const);
  const missing = needed.filter((name) => flags[name] === undefined);
  return [
    ...missing.map((name) => `--stack cluster needs --${name} NAME: it is never guessed`),
    ...(flags.install
      ? unused(flags, ofAttaching, "a Loki that runs already")
      : unused(flags, ["bucket", "roleArn"], "--install")),
  ];
}

function otherMisfits(flags: ClusterFlags & Pick<StackFlags, "kindCluster">): readonly string[] {
  return [
    ...unused(flags, ofCluster, "--stack cluster"),
    ...(flags.kindCluster === undefined
      ? unused(flags, ["ceilingFactor"], "a cluster that is not ours: --stack cluster, or --kind-cluster")
      : []),
  ];
}

function unused(flags: ClusterFlags, names: readonly (keyof ClusterFlags)[], use: string): readonly string[] {
  return names.filter((name) => flags[name] !== undefined).map((name) => `--${flagOf(name)} is for ${use}`);
}

function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function roleArn(text: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(text)) return text;
  throw new InvalidArgumentError("expected arn:aws:iam::<account>:role/<name>.");
}
