import { join } from "node:path";
import { stringify } from "yaml";
import { writeWhole } from "../../output/write-whole.ts";
import { podStates } from "../kind/pod-states.ts";
import type { Member, MemberState, S3Access, Stack } from "../stack.ts";
import type { Survey } from "./survey.ts";

/**
 * A stack that is a Loki from before the run. lokiproof reads from it and writes through its gateway, but changes
 * nothing about it.
 */
export class ClusterStack implements Stack {
  readonly provider = "cluster" as const;
  readonly foreign = true as const;
  readonly s3: S3Access;
  readonly kubernetes?: NonNullable<Stack["kubernetes"]>;
  private readonly found: Survey;
  private readonly open: AsyncDisposable;

  /** `open` holds lokiproof's ends of the tunnels, which are closed when the stack is disposed of. */
  constructor(found: Survey, s3: S3Access, open: AsyncDisposable) {
    this.found = found;
    this.s3 = s3;
    this.open = open;
    const { kube, where } = found;
    // A Loki found by a mapping has no release name that distinguishes its objects from others.
    if (where.release !== "") this.kubernetes = { kube, namespace: where.namespace, release: where.release };
  }

  get gatewayUrl(): string {
    return this.found.gatewayUrl;
  }

  get members(): readonly Member[] {
    return this.found.members;
  }

  /** Returns the states of the pods that run Loki components; other pods of the namespace are ignored. */
  async states(signal: AbortSignal): Promise<readonly MemberState[]> {
    const { kube, where } = this.found;
    const urls = new Map(this.members.map(({ name, url }) => [name, url]));
    const seen = await podStates(kube, urls, [where.namespace], signal);
    const gone = [...urls].filter(([name]) => !seen.some((pod) => pod.name === name));
    return [
      ...seen.filter(({ name }) => urls.has(name)),
      ...gone.map(([name, url]) => ({
        name,
        url,
        component: "",
        version: "",
        state: "stopped" as const,
        detail: "the pod is gone",
      })),
    ];
  }

  /**
   * Writes the states of the pods and what was learned about Loki. Copies no log, because a user's logs might contain
   * data that lokiproof has no right to copy.
   */
  async collect(dir: string): Promise<void> {
    const { learned, where } = this.found;
    await writeWhole(join(dir, "learned.yaml"), stringify({ where, learned }));
    await writeWhole(join(dir, "members.yaml"), stringify(await this.states(AbortSignal.timeout(collectMs))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.open[Symbol.asyncDispose]();
  }
}

const collectMs = 20_000;
