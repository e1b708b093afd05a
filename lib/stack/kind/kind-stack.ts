import { type JsonObject, layer } from "../../base/json.ts";
import type { Kube } from "../../kube/kube.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import type { Pausable } from "../../plan/fault-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import { noteNamespace } from "../cluster/make-namespace.ts";
import { openJournal } from "../journal.ts";
import { removeAllOf } from "../made.ts";
import { lokiBucket, s3Access } from "../minio-users.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import type { SocketWatch } from "../socket-watch.ts";
import type { Member, MemberState, S3Access, Stack } from "../stack.ts";
import { collectPods } from "./collect-pods.ts";
import { describeKind } from "./describe-kind.ts";
import { nodeProcesses } from "./docker.ts";
import type { FoundMembers } from "./kind-members.ts";
import { type KindState, minioOf } from "./kind-state.ts";
import { pausePods } from "./pause-pods.ts";
import { podStates } from "./pod-states.ts";
import { restartPod } from "./restart-pod.ts";
import { replaceOverrides } from "./runtime-overrides.ts";
import { startStoreReader } from "./store-reader-pod.ts";
import { watchPodSockets } from "./watch-pod-sockets.ts";

const httpPort = 3100;
const collectTimeoutMs = 40_000;

export interface KindParts {
  readonly state: KindState;
  readonly kube: Kube;
  readonly found: FoundMembers;
  /** The tunnels to the Loki pods. Later tunnels are added to these; all are closed with the stack. */
  readonly tunnels: AsyncDisposableStack;
  /**
   * Resources, such as the port lock, that are released with the stack; absent if another lokiproof made the stack.
   */
  readonly held?: AsyncDisposable;
}

/**
 * A stack that is Loki installed by its Helm chart on kind: in a cluster that lokiproof made, or in a separate
 * namespace of the user's cluster.
 */
export class KindStack implements Stack {
  readonly provider = "kind" as const;
  readonly attached: boolean;
  readonly paths: RunPaths;
  readonly state: KindState;
  readonly #parts: KindParts;
  #kept = false;
  #reader: Promise<string> | undefined;

  constructor(parts: KindParts) {
    this.#parts = parts;
    this.state = parts.state;
    this.attached = parts.held === undefined;
    this.paths = runPaths(parts.state.plan.runId);
  }

  get gatewayUrl(): string {
    return this.state.gatewayUrl;
  }

  get members(): readonly Member[] {
    return this.#parts.found.members;
  }

  get s3(): S3Access {
    return s3Access(minioOf(this.state), "reader", this.state.plan.bucket);
  }

  get lokiS3(): S3Access {
    return s3Access(minioOf(this.state), "loki", lokiBucket(this.state.plan));
  }

  /**
   * Empty for a user's cluster, because other users' pods may run on its nodes. In such a cluster, the stack's
   * processes carry the run's mark.
   */
  get processTrees(): readonly number[] {
    const { name, yours } = this.state.cluster;
    return yours ? [] : nodeProcesses(name);
  }

  get notes(): string {
    return this.paths.root;
  }

  get kubernetes(): NonNullable<Stack["kubernetes"]> {
    const { namespace, release } = this.state;
    return { kube: this.#parts.kube, namespace, release };
  }

  states(signal: AbortSignal): Promise<readonly MemberState[]> {
    const { members, podNames } = this.#parts.found;
    const urls = new Map(members.map(({ name, url }) => [podNames.get(name) ?? name, url]));
    return podStates(this.#parts.kube, urls, this.#namespaces, signal);
  }

  readonly restart = async (member: Member, signal: AbortSignal): Promise<void> => {
    const { namespace, release } = this.state;
    const { podNames } = this.#parts.found;
    const labels = `app.kubernetes.io/instance=${release},app.kubernetes.io/component=${member.component}`;
    const podName = podNames.get(member.name) ?? member.name;
    podNames.set(member.name, await restartPod(this.#parts.kube, { namespace, labels, podName, signal }));
  };

  readonly storeReader = (signal: AbortSignal): Promise<string> => {
    this.#reader ??= this.#startReader(signal).catch((error: unknown) => {
      this.#reader = undefined;
      throw error;
    });
    return this.#reader;
  };

  /** Replaces Loki's runtime overrides, with those of a breakage (a deliberate fault) still applied on top. */
  readonly setOverrides = (overrides: Plan["overrides"]): Promise<void> =>
    replaceOverrides(this.#parts.kube, this.state, brokenOverrides({ ...this.state.plan, overrides }));

  readonly pause = (component: Pausable): Disposable => pausePods(this.state, component);

  readonly watchSockets = (): SocketWatch => watchPodSockets(this.state, this.#parts.kube);

  async collect(dir: string): Promise<void> {
    const { credentials } = this.state;
    const secrets = Object.values(credentials).map(({ secretAccessKey }) => secretAccessKey);
    await collectPods(this.#parts.kube, {
      dir,
      namespaces: this.#namespaces,
      secrets,
      signal: AbortSignal.timeout(collectTimeoutMs),
    });
  }

  /**
   * Records a namespace for `sweep`. Does nothing in a cluster that lokiproof made, because the namespace is removed
   * with the cluster.
   */
  readonly beside = (name: string): void => {
    const { cluster } = this.state;
    const where = { kube: this.#parts.kube, paths: this.paths, kindCluster: cluster.name };
    if (cluster.yours) noteNamespace(name, where);
  };

  readonly describe = (): string => describeKind(this);

  /** Leaves the cluster running when this lokiproof ends; `lokiproof down` ends it. */
  readonly keep = async (): Promise<void> => {
    this.#kept = true;
    openJournal(this.paths.journal).write({ kind: "kept" });
    await this.#parts.tunnels.disposeAsync();
    await this.#parts.held?.[Symbol.asyncDispose]();
  };

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#kept) return;
    await this.#parts.tunnels.disposeAsync();
    await removeAllOf(this.paths.runId);
    await this.#parts.held?.[Symbol.asyncDispose]();
  }

  get #namespaces(): readonly string[] {
    return [...new Set([this.state.namespace, this.state.ownNamespace])];
  }

  async #startReader(signal: AbortSignal): Promise<string> {
    const { kube, tunnels } = this.#parts;
    const { namespace, release, plan } = this.state;
    const reader = await startStoreReader(kube, { namespace, release, runId: plan.runId, signal });
    const tunnel = await openTunnel(kube, { namespace, port: httpPort, podName: () => reader });
    return tunnels.use(tunnel).url;
  }
}

/** Returns the plan's overrides with those of its breakage (a deliberate fault) applied on top. */
function brokenOverrides({ overrides, breakage }: Pick<Plan, "overrides" | "breakage">): JsonObject {
  return layer(overrides, breakage?.overrides ?? {});
}
