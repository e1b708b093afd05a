import type { AttachedSource } from "../plan/attached-plan.ts";
import { readExpectation } from "../plan/expect-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { raised, refuseBeyondCeilings, standardCeilings } from "../stack/cluster/ceilings.ts";
import { clusterProvider } from "../stack/cluster/cluster-provider.ts";
import { installProvider } from "../stack/cluster/install-provider.ts";
import { readMapping } from "../stack/cluster/mapping.ts";
import { survey } from "../stack/cluster/survey.ts";
import type { StackProvider } from "../stack/stack.ts";
import { type ClusterFlags, refuseMisfits } from "./cluster-options.ts";
import type { GeneratorFlags } from "./generator-options.ts";
import { openContext } from "./open-context.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import type { StackFlags } from "./stack-options.ts";

/**
 * An existing cluster: the facts that the plan needs, and the provider that runs on the cluster. Disposing closes
 * lokiproof's connections to the cluster.
 */
export interface AttachedCluster extends AsyncDisposable {
  /** Plan options that come from the existing cluster, in addition to those from the flags that every plan has. */
  readonly plan: Pick<PlanOptions, "attached" | "portForwardOnly" | "bucket">;
  readonly context: string;
  readonly provider: StackProvider;
  /** Throws usageError for a load above the limits for clusters that lokiproof did not create. */
  readonly check: (plan: Plan) => void;
}

/**
 * Examines the cluster that the flags name; returns undefined if they name none. Throws usageError for wrong flags
 * before the cluster is contacted.
 */
export async function attachCluster(
  flags: PlanFlags & StackFlags & ClusterFlags & GeneratorFlags,
  signal: AbortSignal,
): Promise<AttachedCluster | undefined> {
  refuseMisfits(flags);
  const { context, namespace } = flags;
  if (flags.stack !== "cluster" || context === undefined) return undefined;
  if (flags.install === true) return installed(context, flags);
  if (namespace === undefined) return undefined;
  const expected = flags.expect === undefined ? {} : await readExpectation(flags.expect, signal);
  const mapping = flags.mapping === undefined ? undefined : await readMapping(flags.mapping, signal);
  const kube = await openContext(context, flags.kubeconfig);
  const found = await terminalProgress.step(`looking at ${context}`, (progress) =>
    survey({
      kube,
      namespace,
      ...(flags.release === undefined ? {} : { release: flags.release }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(flags.gateway === undefined ? {} : { gateway: flags.gateway }),
      signal,
      progress,
    }),
  );
  const ceilings = raised(standardCeilings, flags.ceilingFactor ?? 1);
  return {
    plan: {
      attached: {
        where: withGenerators(found.where, flags),
        learned: found.learned,
        expected,
      },
    },
    context,
    provider: clusterProvider(found, bucketFlags(flags)),
    [Symbol.asyncDispose]: () => found[Symbol.asyncDispose](),
    check: (plan) => refuseBeyondCeilings(plan, ceilings),
  };
}

/**
 * Throws usageError if the plan names the user's own kind cluster and the plan's load is above the limits for such
 * clusters.
 */
export function refuseNamedOverload(plan: Plan, { ceilingFactor = 1 }: ClusterFlags): void {
  if (plan.kindCluster !== undefined) refuseBeyondCeilings(plan, raised(standardCeilings, ceilingFactor));
}

/**
 * Returns the cluster into which `--install` will install the chart. The cluster has no Loki to examine yet; the chart
 * is installed in a separate namespace after the user has agreed to the plan.
 */
async function installed(context: string, flags: ClusterFlags & GeneratorFlags): Promise<AttachedCluster> {
  const { kubeconfig } = await openContext(context, flags.kubeconfig);
  const { bucket, s3Region: region = process.env["AWS_REGION"] ?? "us-east-1" } = flags;
  const role = flags.roleArn === undefined ? {} : { roleArn: flags.roleArn };
  const ceilings = raised(standardCeilings, flags.ceilingFactor ?? 1);
  return {
    plan: {
      portForwardOnly: flags.generators === undefined,
      ...(bucket === undefined ? {} : { bucket }),
    },
    context,
    provider: installProvider({
      kubeconfig,
      context,
      ...(bucket === undefined ? {} : { bucket: { region, ...role } }),
    }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    check: (plan) => refuseBeyondCeilings(plan, ceilings),
  };
}

/**
 * Fills in the gateway's address if lokiproof's pods in the cluster generate the load. These pods use the gateway's
 * Service, so an address that this machine can reach is not needed.
 */
function withGenerators(
  where: AttachedSource["where"],
  { generators }: ClusterFlags & GeneratorFlags,
): AttachedSource["where"] {
  return generators === undefined || where.gateway !== undefined
    ? where
    : { ...where, gateway: "its Service, from generators of ours in the cluster" };
}

function bucketFlags({
  s3Endpoint,
  s3Region,
  s3PathStyle,
}: ClusterFlags): Parameters<typeof clusterProvider>[1] {
  return {
    ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }),
    ...(s3Region === undefined ? {} : { region: s3Region }),
    ...(s3PathStyle === undefined ? {} : { pathStyle: s3PathStyle }),
  };
}
