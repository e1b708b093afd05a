import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { loadNamespaceName } from "../generator/pods/generator-pods.ts";
import { jobSite } from "../generator/pods/job-site.ts";
import type { LoadOptions } from "../generator/run-load.ts";
import { listObjects, metadata } from "../kube/list-objects.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stack } from "../stack/stack.ts";

/** Load generators that run as pods in the cluster, and not as k6 on this machine. */
export interface ClusterGenerators {
  readonly generators: number;
  /** The generators' container image, of this version of lokiproof, built from deploy/Dockerfile. */
  readonly image: string;
  /** The gateway's URL as the generators' pods reach it; default: found by the chart's labels. */
  readonly gatewayUrl?: string;
}

/**
 * Returns the site of a run's generators, and the gateway's URL as the generators reach it. Throws HarnessError if
 * generators in the cluster are requested and there is no cluster.
 */
export async function placeGenerators(
  wish: ClusterGenerators | undefined,
  { stack, plan, signal }: { readonly stack: Stack; readonly plan: Plan; readonly signal: AbortSignal },
): Promise<Pick<LoadOptions, "gatewayUrl" | "site" | "processTrees">> {
  const { kubernetes, processTrees, gatewayUrl } = stack;
  if (wish === undefined) return { gatewayUrl, ...(processTrees !== undefined && { processTrees }) };
  if (kubernetes === undefined) {
    throw new HarnessError(`--generators: the ${stack.provider} stack is no cluster that pods could run in`, {
      code: "NO_CLUSTER",
      hint: "leave --generators out: k6 runs here",
    });
  }
  stack.beside?.(loadNamespaceName(plan.runId));
  const site = jobSite({ kube: kubernetes.kube, plan, image: wish.image, generators: wish.generators });
  return { gatewayUrl: wish.gatewayUrl ?? (await gatewayOf(kubernetes, signal)), site };
}

const service = z.object({
  metadata,
  spec: z.object({ ports: z.array(z.object({ port: z.int() })).min(1) }),
});

/**
 * Finds the gateway's Service by the labels that the Loki chart gives it
 * (production/helm/loki/templates/gateway/_helpers-gateway.tpl, 6.55.0).
 */
async function gatewayOf(
  { kube, namespace, release }: NonNullable<Stack["kubernetes"]>,
  signal: AbortSignal,
): Promise<string> {
  const labels = `app.kubernetes.io/component=gateway,app.kubernetes.io/instance=${release}`;
  const found = await listObjects(kube, "api/v1/services", service, { namespace, labels, signal });
  const [gateway] = found;
  if (gateway !== undefined && found.length === 1) {
    return `http://${gateway.metadata.name}.${namespace}.svc:${gateway.spec.ports[0]?.port ?? 80}`;
  }
  const names = found.map((one) => one.metadata.name).join(", ") || "none";
  throw new HarnessError(
    `namespace ${namespace}: expected one Service of a gateway (${labels}), got ${names}`,
    {
      code: "NO_GATEWAY",
      hint: "name it as pods reach it: --generators-gateway http://NAME.NAMESPACE.svc",
    },
  );
}
