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

/** A cluster that was looked at: what a plan is made of, and what runs it. Disposed of, our ways there are closed. */
export interface AttachedCluster extends AsyncDisposable {
  /** What the plan needs of it, beside what the flags of every plan say. */
  readonly plan: Pick<PlanOptions, "attached" | "portForwardOnly" | "bucket">;
  readonly context: string;
  readonly provider: StackProvider;
  /** Throws usageError for a load that a cluster of others is not sent. */
  readonly check: (plan: Plan) => void;
}

/** Looks at the cluster that the flags name; undefined where they name none. Throws usageError before it is asked. */
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

/** Throws usageError for a load that a kind cluster of the user's is not sent; says nothing of any other. */
export function refuseNamedOverload(plan: Plan, { ceilingFactor = 1 }: ClusterFlags): void {
  if (plan.kindCluster !== undefined) refuseBeyondCeilings(plan, raised(standardCeilings, ceilingFactor));
}

/** Nothing is there to be looked at: the chart goes into a namespace of its own, once the plan is agreed to. */
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

/** Load that comes from pods of ours in the cluster needs no address that is reached from here. */
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
