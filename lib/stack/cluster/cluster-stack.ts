import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { listPods, type Pod } from "../../kube/pods.ts";
import { components } from "../component.ts";
import type { Member, MemberState, S3Access, Stack } from "../stack.ts";
import type { Survey } from "./survey.ts";

/** A Loki that ran before we came. It is read, and written to through its gateway; nothing of it is changed. */
export class ClusterStack implements Stack {
  readonly provider = "cluster" as const;
  readonly foreign = true as const;
  readonly s3: S3Access;
  readonly kubernetes?: NonNullable<Stack["kubernetes"]>;
  private readonly found: Survey;
  private readonly open: AsyncDisposable;

  /** `open` is what is closed when the stack is disposed of: our own ends of the tunnels. */
  constructor(found: Survey, s3: S3Access, open: AsyncDisposable) {
    this.found = found;
    this.s3 = s3;
    this.open = open;
    const { kube, where } = found;
    // Found by a mapping, it has no release by which its objects could be told from others.
    if (where.release !== "") this.kubernetes = { kube, namespace: where.namespace, release: where.release };
  }

  get gatewayUrl(): string {
    return this.found.gatewayUrl;
  }

  get members(): readonly Member[] {
    return this.found.members;
  }

  async states(signal: AbortSignal): Promise<readonly MemberState[]> {
    const { kube, where } = this.found;
    const pods = await listPods(kube, { namespace: where.namespace, signal });
    const byName = new Map(pods.map((pod) => [pod.name, pod]));
    const names = [...new Set(this.members.map(({ name }) => name))];
    return names.map((name) => this.stateOf(name, byName.get(name)));
  }

  /** The states of the pods and what Loki was found to be; no log, which may hold what is not ours to take. */
  async collect(dir: string): Promise<void> {
    const { learned, where } = this.found;
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "learned.yaml"), stringify({ where, learned }));
    await writeFile(join(dir, "members.yaml"), stringify(await this.states(AbortSignal.timeout(collectMs))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.open[Symbol.asyncDispose]();
  }

  private stateOf(name: string, pod: Pod | undefined): MemberState {
    const own = this.members.filter((member) => member.name === name);
    const runs = own.map(({ component }) => component);
    const component = runs.length === components.length ? "all" : runs.join(", ");
    const told = { name, component, version: versionOf(pod), url: own[0]?.url ?? "" };
    if (pod === undefined) return { ...told, state: "stopped", detail: "the pod is gone" };
    const waiting = pod.containers.flatMap((container) => container.waiting ?? []);
    if (waiting.length > 0) return { ...told, state: "crashed", detail: waiting.join(", ") };
    return { ...told, state: pod.ready ? "running" : "stopped" };
  }
}

const collectMs = 20_000;

/** The tag of the image that says it is Loki's, else of the first. */
function versionOf(pod: Pod | undefined): string {
  const images = (pod?.containers ?? []).map(({ image }) => image);
  const image = images.find((one) => /loki(:|@|$)/.test(one)) ?? images[0] ?? "";
  return image.split(":").at(-1) ?? "";
}
