import type { Plan } from "../../plan/plan.ts";
import type { StackProvider } from "../stack.ts";
import { type BucketFlags, bucketAccess } from "./bucket-access.ts";
import { ClusterStack } from "./cluster-stack.ts";
import type { Survey } from "./survey.ts";

/**
 * Returns a provider for an existing Loki; it starts nothing. Disposing of its stack only closes lokiproof's tunnels.
 */
export function clusterProvider(found: Survey, flags: BucketFlags): StackProvider {
  return {
    name: "cluster",
    up: async (plan: Plan, { signal }) => {
      await using opening = new AsyncDisposableStack();
      opening.use(found);
      const s3 = await bucketAccess(plan.bucket, {
        kube: found.kube,
        namespace: found.where.namespace,
        learned: found.bucket,
        flags,
        opening,
        signal,
      });
      return new ClusterStack(found, s3, opening.move());
    },
  };
}
