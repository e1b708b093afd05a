import type { JsonObject } from "../../base/json.ts";
import { layer } from "../../base/json.ts";
import type { Kube } from "../../kube/kube.ts";
import { openTunnel } from "../../kube/pod-tunnel.ts";
import type { Plan } from "../../plan/plan.ts";
import { collectPods } from "../kind/collect-pods.ts";
import type { FoundMembers } from "../kind/kind-members.ts";
import { podStates } from "../kind/pod-states.ts";
import { restartPod } from "../kind/restart-pod.ts";
import { replaceOverrides } from "../kind/runtime-overrides.ts";
import { startStoreReader } from "../kind/store-reader-pod.ts";
import { componentLabel, instanceLabel } from "../release.ts";
import type { Member, MemberState, S3Access, Stack } from "../stack.ts";

const httpPort = 3100;
const collectTimeoutMs = 60_000;

export interface InstalledParts {
  readonly plan: Plan;
  readonly kube: Kube;
  readonly namespace: string;
  readonly release: string;
  readonly found: FoundMembers;
  readonly gatewayUrl: string;
  readonly s3: S3Access;
  readonly lokiS3?: S3Access;
  /** Secrets that must not appear in any collected file. */
  readonly secrets: readonly string[];
  readonly tunnels: AsyncDisposableStack;
  readonly beside: NonNullable<Stack["beside"]>;
  /** Removes the namespace and the run's folder. */
  readonly remove: () => Promise<void>;
}

/**
 * A stack that is Loki installed by its chart in a new namespace of the user's cluster. The namespace is removed with
 * the stack.
 */
export class InstalledStack implements Stack {
  readonly provider = "cluster" as const;
  readonly gatewayUrl: string;
  readonly s3: S3Access;
  readonly lokiS3?: S3Access;
  readonly #parts: InstalledParts;
  #reader: Promise<string> | undefined;

  constructor(parts: InstalledParts) {
    this.#parts = parts;
    this.gatewayUrl = parts.gatewayUrl;
    this.s3 = parts.s3;
    if (parts.lokiS3 !== undefined) this.lokiS3 = parts.lokiS3;
  }

  get members(): readonly Member[] {
    return this.#parts.found.members;
  }

  get kubernetes(): NonNullable<Stack["kubernetes"]> {
    const { kube, namespace, release } = this.#parts;
    return { kube, namespace, release };
  }

  states(signal: AbortSignal): Promise<readonly MemberState[]> {
    const { kube, namespace, found } = this.#parts;
    const urls = new Map(found.members.map(({ name, url }) => [found.podNames.get(name) ?? name, url]));
    return podStates(kube, urls, [namespace], signal);
  }

  readonly beside = (namespace: string): void => this.#parts.beside(namespace);

  readonly restart = async (member: Member, signal: AbortSignal): Promise<void> => {
    const { kube, namespace, release, found } = this.#parts;
    const labels = `${instanceLabel}=${release},${componentLabel}=${member.component}`;
    const podName = found.podNames.get(member.name) ?? member.name;
    found.podNames.set(member.name, await restartPod(kube, { namespace, labels, podName, signal }));
  };

  readonly storeReader = (signal: AbortSignal): Promise<string> => {
    this.#reader ??= this.#startReader(signal).catch((error: unknown) => {
      this.#reader = undefined;
      throw error;
    });
    return this.#reader;
  };

  readonly setOverrides = (overrides: Plan["overrides"]): Promise<void> => {
    const { kube, namespace, release, plan } = this.#parts;
    const broken: JsonObject = layer(overrides, plan.breakage?.overrides ?? {});
    return replaceOverrides(kube, { namespace, release }, broken);
  };

  async collect(dir: string): Promise<void> {
    const { kube, namespace, secrets } = this.#parts;
    const signal = AbortSignal.timeout(collectTimeoutMs);
    await collectPods(kube, { dir, namespaces: [namespace], secrets, signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.tunnels.disposeAsync();
    await this.#parts.remove();
  }

  async #startReader(signal: AbortSignal): Promise<string> {
    const { kube, namespace, release, plan, tunnels } = this.#parts;
    const reader = await startStoreReader(kube, { namespace, release, runId: plan.runId, signal });
    const tunnel = await openTunnel(kube, { namespace, port: httpPort, podName: () => reader });
    return tunnels.use(tunnel).url;
  }
}
