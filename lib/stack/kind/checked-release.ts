import { HarnessError, usageError } from "../../base/errors.ts";
import type { Plan } from "../../plan/plan.ts";
import { requireDocker, runningClusters } from "./docker.ts";
import { type KindRelease, kindRelease } from "./kind-release.ts";
import { placeOf } from "./kind-state.ts";
import { kindSurroundings } from "./kind-surroundings.ts";
import type { How } from "./kind-work.ts";

/**
 * Returns the Helm release to install in a cluster of the tool kind. Checks first that the plan's cluster is running
 * and that the chart's values are valid. Throws usageError with all problems. Starts nothing.
 */
export async function checkedRelease(plan: Plan, how: How): Promise<KindRelease> {
  const [named, release] = await Promise.allSettled([
    requireRunning(plan, how.signal),
    kindRelease(plan, how, kindSurroundings(placeOf(plan))),
  ]);
  if (named.status === "fulfilled" && release.status === "fulfilled") return release.value;
  throw both(
    named.status === "rejected" ? named.reason : undefined,
    release.status === "rejected" ? release.reason : undefined,
  );
}

async function requireRunning({ kindCluster }: Plan, signal: AbortSignal): Promise<void> {
  if (kindCluster === undefined) return;
  await requireDocker(signal);
  const running = await runningClusters(signal);
  if (running.includes(kindCluster)) return;
  throw usageError(
    `--kind-cluster ${kindCluster}: expected a kind cluster that runs, got ${running.join(", ") || "none"}`,
    { code: "NO_KIND_CLUSTER", hint: "kind get clusters; without --kind-cluster one is made, and removed" },
  );
}

/**
 * Returns one usage error with the messages of two HarnessErrors. If either of them is undefined or another kind of
 * error, returns the second unchanged, or the first if there is no second.
 */
function both(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (!(first instanceof HarnessError && second instanceof HarnessError)) return second ?? first;
  return usageError(`${first.message}\n${second.message}`, {
    code: second.code,
    hint: [first.hint, second.hint].filter((hint) => hint !== undefined).join("; "),
  });
}
