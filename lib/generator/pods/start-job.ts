import { describeError, HarnessError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { poll } from "../../base/poll.ts";
import { applyManifests, deleteObject } from "../../kube/apply-manifests.ts";
import { listEvents } from "../../kube/events.ts";
import { type Kube, KubeError } from "../../kube/kube.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import { type AgentClient, agentClient } from "./agent-client.ts";
import { agentPort } from "./agent-protocol.ts";
import { loadNamespaceName } from "./generator-pods.ts";
import { type JobOptions, jobManifests, jobName } from "./job-manifests.ts";

/**
 * The running generators of a Job, each reached through a tunnel to its pod. Disposing releases the generators and
 * deletes their namespace.
 */
export interface StartedJob extends AsyncDisposable {
  readonly agents: readonly AgentClient[];
}

/** The timeout for starting the generators' pods; pulling the image takes most of it. */
const startMs = 240_000;
const goneMs = 60_000;

/**
 * Creates the namespace and the Job, and waits until every generator answers. On failure, deletes everything created
 * and throws HarnessError GENERATORS_MISSING with Kubernetes' messages about the pods.
 */
export async function startJob(
  options: JobOptions & { readonly kube: Kube },
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<StartedJob> {
  const { kube, plan, generators } = options;
  const namespace = loadNamespaceName(plan.runId);
  await using made = new AsyncDisposableStack();
  made.defer(() => remove(options, progress));
  await applyManifests(kube, jobManifests(options), signal);
  progress.say(`${namespace}: waiting for ${generators} generators`);
  const pods = await runningPods(options, signal);
  const agents: AgentClient[] = [];
  for (const { name } of pods) {
    const tunnel = made.use(await openTunnel(kube, { namespace, port: agentPort, podName: () => name }));
    agents.push(agentClient(name, tunnel.url));
  }
  await Promise.all(agents.map((agent) => awaitAnswer(agent, signal)));
  made.defer(() => letGo(agents));
  const kept = made.move();
  return { agents, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function runningPods(
  { kube, plan, generators }: JobOptions & { readonly kube: Kube },
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const namespace = loadNamespaceName(plan.runId);
  const selection = { namespace, labels: `job-name=${jobName}` };
  const seen = await poll(
    (until) => listPods(kube, { ...selection, signal: until }),
    (pods) => pods.some(isOver) || pods.filter(({ phase }) => phase === "Running").length === generators,
    { timeoutMs: startMs, intervalMs: 500, signal },
  );
  const pods = seen.last ?? [];
  if (seen.settled && !pods.some(isOver)) return pods;
  const said = await warningsOf(kube, namespace).catch(describeError);
  throw new HarnessError(
    `${namespace}: expected ${generators} generators to run, got ${pods.map(describePod).join("; ") || "no pod"}. ${said}`,
    {
      code: "GENERATORS_MISSING",
      hint: "is --generator-image one that the cluster can pull? see deploy/Dockerfile",
    },
  );
}

/** Returns whether waiting is useless: a pod of the Job has ended, or its image cannot be pulled. */
function isOver({ phase, containers }: Pod): boolean {
  return (
    phase === "Failed" ||
    phase === "Succeeded" ||
    containers.some(({ waiting = "" }) =>
      /^(ErrImageNeverPull|InvalidImageName|ImagePullBackOff)$/.test(waiting),
    )
  );
}

function describePod({ name, phase, containers, unschedulable }: Pod): string {
  const why = [unschedulable, ...containers.map(({ waiting, lastEnd }) => lastEnd?.reason ?? waiting)];
  return [name, phase, ...why.filter((one) => one !== undefined)].join(" ");
}

async function warningsOf(kube: Kube, namespace: string): Promise<string> {
  const events = await listEvents(kube, { namespace, signal: AbortSignal.timeout(5000) });
  const warnings = events.filter(({ type }) => type === "Warning").slice(-3);
  return warnings.map(({ about, message }) => `${about}: ${message}`).join("; ");
}

/** Waits until the agent answers, because a container might run before its agent listens. */
async function awaitAnswer(agent: AgentClient, signal: AbortSignal): Promise<void> {
  const seen = await poll(
    (until) => agent.state(until),
    () => true,
    { timeoutMs: 30_000, signal },
  );
  if (seen.settled) return;
  throw new HarnessError(`generator ${agent.name} does not answer: ${seen.lastError ?? "no reason given"}`, {
    code: "GENERATORS_MISSING",
  });
}

async function letGo(agents: readonly AgentClient[]): Promise<void> {
  const signal = AbortSignal.timeout(5000);
  // Errors are ignored: a pod that cannot be reached is deleted with its namespace.
  await Promise.all(agents.map((agent) => agent.tell("leave", signal).catch(() => undefined)));
}

/** Deletes the generators' namespace and waits until it is gone. */
async function remove(
  { kube, plan }: JobOptions & { readonly kube: Kube },
  progress: Progress,
): Promise<void> {
  const name = loadNamespaceName(plan.runId);
  const signal = AbortSignal.timeout(goneMs + 10_000);
  await deleteObject(kube, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, signal);
  const seen = await poll(
    (until) => isGone(kube, name, until),
    (gone) => gone,
    { timeoutMs: goneMs, intervalMs: 500, signal },
  );
  if (!seen.settled)
    progress.warn(`namespace ${name} is still being deleted; if it stays: kubectl delete namespace ${name}`);
}

async function isGone(kube: Kube, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await kube.request({ path: `/api/v1/namespaces/${name}`, signal });
    return false;
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return true;
    throw error;
  }
}
