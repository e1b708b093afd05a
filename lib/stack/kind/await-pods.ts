import { describeError, HarnessError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { listEvents } from "../../kube/events.ts";
import type { Kube } from "../../kube/kube.ts";
import { podLogs } from "../../kube/pod-logs.ts";
import { listPods, type Pod } from "../../kube/pods.ts";
import { listWorkloads, type Workload } from "../../kube/workloads.ts";
import { hopelessPods } from "./hopeless-pods.ts";

export interface AwaitPods {
  readonly kube: Kube;
  readonly namespace: string;
  readonly timeoutMs: number;
  /**
   * True to wait the full timeout even if pods look hopeless, because a pod of a stack with a breakage (a deliberate
   * fault) might never be ready.
   */
  readonly patient: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

interface Seen {
  readonly workloads: readonly Workload[];
  readonly pods: readonly Pod[];
}

const shownPods = 3;
const shownLines = 6;

/**
 * Resolves when every Deployment and StatefulSet of a namespace has its replicas ready. Throws HarnessError
 * PODS_NOT_READY at the deadline, or earlier if waiting is hopeless. The error shows what pods wait for, their events
 * and their last log lines.
 */
export async function awaitPods(options: AwaitPods): Promise<void> {
  const { kube, namespace, timeoutMs, patient, progress, signal } = options;
  const startedMs = performance.now();
  const hopeless = hopelessPods();
  const seen = await poll(
    async (inTime): Promise<Seen> => {
      const workloads = await listWorkloads(kube, { namespace, signal: inTime });
      progress.say(describeProgress(workloads));
      return { workloads, pods: await listPods(kube, { namespace, signal: inTime }) };
    },
    ({ workloads, pods }) =>
      allReady(workloads) || (!patient && hopeless(pods, performance.now()).length > 0),
    { timeoutMs, intervalMs: 1000, signal },
  );
  if (seen.settled && seen.last !== undefined && allReady(seen.last.workloads)) return;
  const waited = `${Math.round((performance.now() - startedMs) / 1000)} s`;
  const late = seen.last?.pods.filter(({ ready }) => !ready) ?? [];
  const told = await Promise.all(late.slice(0, shownPods).map((pod) => describePod(pod, options)));
  const others = late.slice(shownPods).map(({ name }) => name);
  const more = others.length > 0 ? `\nand ${others.join(", ")}` : "";
  const state =
    seen.last === undefined ? (seen.lastError ?? "nothing seen") : describeProgress(seen.last.workloads);
  throw new HarnessError(
    `namespace ${namespace}: expected all pods ready, after ${waited}: ${state}\n${told.join("\n")}${more}`,
    {
      code: "PODS_NOT_READY",
      hint: shell`kubectl --kubeconfig ${kube.kubeconfig} --context ${kube.context} -n ${namespace} get pods`,
    },
  );
}

function allReady(workloads: readonly Workload[]): boolean {
  return workloads.length > 0 && workloads.every(({ ready, replicas }) => ready >= replicas);
}

/** Returns, for example, "14 of 19 pods ready; waiting for ingester 1/3, querier 0/4". */
function describeProgress(workloads: readonly Workload[]): string {
  const count = (of: (one: Workload) => number): number => workloads.reduce((sum, one) => sum + of(one), 0);
  const late = workloads.filter(({ ready, replicas }) => ready < replicas);
  const waiting = late.map(({ name, labels, ready, replicas }) => {
    return `${labels["app.kubernetes.io/component"] ?? name} ${ready}/${replicas}`;
  });
  const done = `${count(({ ready }) => ready)} of ${count(({ replicas }) => replicas)} pods ready`;
  return waiting.length === 0 ? done : `${done}; waiting for ${waiting.join(", ")}`;
}

async function describePod(pod: Pod, { kube, namespace, signal }: AwaitPods): Promise<string> {
  const container = pod.containers.find(({ ready }) => !ready);
  const end = container?.lastEnd;
  const why = [
    pod.unschedulable,
    container?.waiting,
    end === undefined ? undefined : `ended: ${end.reason} (exit code ${end.exitCode})`,
    container === undefined || container.restarts === 0 ? undefined : `${container.restarts} restarts`,
  ].filter((part) => part !== undefined);
  const events = await listEvents(kube, { namespace, fields: `involvedObject.name=${pod.name}`, signal });
  const warnings = events.filter(({ type }) => type === "Warning").slice(-3);
  return [
    `${pod.name}: ${why.join(", ") || `${pod.phase}, not ready`}`,
    ...warnings.map(({ reason, message }) => `  event ${reason}: ${message}`),
    ...(await lastWords(pod, container?.name, { kube, signal })),
  ].join("\n");
}

/**
 * Returns the last error and warning lines of a log, without the stack traces between them. If there are none, returns
 * the log's last lines.
 */
function tellingLines(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => line !== "");
  const complaints = lines.filter((line) => /level=(error|warn)|^panic:|^failed |fatal/i.test(line));
  return (complaints.length > 0 ? complaints : lines).slice(-shownLines);
}

/**
 * Returns the last log lines of a pod. For a container that crashed, prefers the log before its restart, because the
 * new container might not have logged anything yet.
 */
async function lastWords(
  pod: Pod,
  container: string | undefined,
  { kube, signal }: { readonly kube: Kube; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const crashed = pod.containers.some(({ restarts }) => restarts > 0);
  for (const previous of crashed ? [true, false] : [false]) {
    try {
      const of = container === undefined ? {} : { container };
      const text = await podLogs(kube, pod, { ...of, previous, tailLines: 100, signal });
      const lines = tellingLines(text);
      if (lines.length > 0) return lines.map((line) => `  log: ${line.slice(0, 500)}`);
    } catch (error) {
      signal.throwIfAborted();
      if (pod.phase === "Running") return [`  its log could not be fetched: ${describeError(error)}`];
    }
  }
  return [];
}
