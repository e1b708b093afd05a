import { randomBytes } from "node:crypto";
import { attempt } from "../../loki/attempt.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { type Deed, excerpt } from "./sighting.ts";

/** Tenants that have data. One name is a prefix of the other, because Loki mixed up such tenants in loki#18585. */
export const owners = ["lokiproof-t-1", "lokiproof-t-12"] as const;
export type Owner = (typeof owners)[number];
export function isOwner(tenant: string): tenant is Owner {
  return owners.some((owner) => owner === tenant);
}

/** A tenant that has no data. */
export const stranger = "lokiproof-stranger";

/**
 * The timeout of one isolation request. It is long enough for a query that is split and sharded on a starved machine,
 * and short enough to send many requests in one probe.
 */
export const requestTimeoutMs = 6_000;

/**
 * Words that identify each owner's data in one observation. The owners' streams differ only by this word, which is in a
 * label name, a label value, the line and the structured metadata. An answer that contains the word shows the owner's
 * data. `selector` contains none of the words, so an echo of the query is not mistaken for data.
 */
export interface Secrets {
  readonly marker: string;
  readonly selector: string;
  readonly words: Readonly<Record<Owner, string>>;
}

export function newSecrets({ plan }: { readonly plan: Pick<Plan, "runId"> }): Secrets {
  const marker = `${plan.runId}-${randomBytes(4).toString("hex")}`;
  return {
    marker,
    selector: `{lokiproof_probe="isolation", lokiproof_run="${marker}"}`,
    words: { "lokiproof-t-1": newWord(), "lokiproof-t-12": newWord() },
  };
}

function newWord(): string {
  return `s${randomBytes(6).toString("hex")}`;
}

/**
 * Returns the owners whose data an answer shows. An unsuccessful answer counts as showing no data, because it might
 * only echo the request.
 */
export function ownersIn({ status, body }: { status: number; body: string }, { words }: Secrets): Owner[] {
  return status >= 200 && status < 300 ? owners.filter((owner) => body.includes(words[owner])) : [];
}

/**
 * Returns the owner's test stream. It has three entries from the last seconds, so that its chunk spans time and
 * index/stats counts the chunk.
 */
export function secretStream({ marker, words }: Secrets, owner: Owner, nowMs: number): PushStream {
  const word = words[owner];
  const labels = {
    lokiproof_probe: "isolation",
    lokiproof_run: marker,
    owner_word: word,
    [`only_${word}`]: "yes",
  };
  const entries = [4, 3, 2].map((secondsAgo) => ({
    timestampNs: `${nowMs - secondsAgo * 1000}000000`,
    line: `level=info word=${word} field_${word}=1 n=${secondsAgo}`,
    structuredMetadata: { metadata_word: word },
  }));
  return { labels, entries };
}

/** Pushes every owner's stream through the gateway. */
export async function pushSecrets(
  { stack, clock }: ProbeContext,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<Deed[]> {
  return Promise.all(
    owners.map(async (tenant) => {
      const streams = [secretStream(secrets, tenant, clock.now())];
      const { status, body } = await attempt(
        (within) => push(stack.gatewayUrl, streams, { tenant, signal: within }),
        { timeoutMs: requestTimeoutMs, signal },
      );
      return { what: "push", via: "gateway", tenant, status, said: excerpt(body) };
    }),
  );
}
