import { describeError } from "../../base/errors.ts";
import { ownCommand } from "../../base/own-command.ts";
import type { Plan } from "../../plan/plan.ts";
import { removeAllOf } from "../made.ts";
import { makeRunRoot } from "../make-run-root.ts";
import { runPaths } from "../run-paths.ts";
import type { StackProvider } from "../stack.ts";
import { awaitLoki } from "./await-loki.ts";
import { checkedRelease } from "./checked-release.ts";
import { requireDocker } from "./docker.ts";
import { enterCluster } from "./enter-cluster.ts";
import { type Installation, installChart, startMinio } from "./install-loki.ts";
import { findMembers } from "./kind-members.ts";
import { KindStack } from "./kind-stack.ts";
import type { How, KindOptions, KindWork } from "./kind-work.ts";
import { loadOtherImages } from "./make-cluster.ts";
import { ownCluster } from "./own-cluster.ts";

/**
 * A provider that installs MinIO and the Loki Helm chart on kind, in a new cluster or in a new namespace of the
 * user's cluster.
 */
export function kindProvider(options: KindOptions): StackProvider {
  return {
    name: "kind",
    check: async (plan, how) => {
      await checkedRelease(plan, how);
    },
    up: (plan, how) => upKind(plan, options, how),
  };
}

async function upKind(plan: Plan, options: KindOptions, how: How): Promise<KindStack> {
  await requireDocker(how.signal);
  const prepared = await checkedRelease(plan, how);
  await using held = new AsyncDisposableStack();
  const paths = runPaths(plan.runId);
  const work = { plan, options, prepared, paths, held, ...how };
  const into = plan.kindCluster === undefined ? ownCluster : enterCluster;
  await makeRunRoot(paths);
  try {
    const installation = await into(work);
    await startWhileLoading(installation, work);
    const { tools, release } = prepared;
    const values = options.bypassValues?.(release.values) ?? release.values;
    await installChart(installation, { helm: tools.helm.path, release: { ...release, values } });
    return await running(installation, held);
  } catch (error) {
    await removeAllOf(plan.runId).catch((left: unknown) => {
      how.progress.warn(
        `not all of it could be removed: ${describeError(left)}; next: ${ownCommand(["sweep"])}`,
      );
    });
    throw error;
  }
}

/** Starts MinIO while the chart's images are loaded. Both tasks have ended when this resolves or throws. */
async function startWhileLoading(installation: Installation, work: KindWork): Promise<void> {
  const both = await Promise.allSettled([
    startMinio(installation),
    loadOtherImages(work, installation.state.cluster.name),
  ]);
  for (const one of both) if (one.status === "rejected") throw one.reason;
}

/** Returns the stack when Loki is ready. If Loki does not become ready, the tunnels opened so far are closed. */
async function running(installation: Installation, held: AsyncDisposableStack): Promise<KindStack> {
  const { kube, state, signal } = installation;
  await using tunnels = new AsyncDisposableStack();
  const found = await awaitLoki(installation, () => findMembers(kube, state, { tunnels, signal }));
  return new KindStack({ state, kube, found, tunnels: tunnels.move(), held: held.move() });
}
