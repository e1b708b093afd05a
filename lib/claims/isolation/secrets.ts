import { randomBytes } from "node:crypto";
import { attempt } from "../../loki/attempt.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { type Deed, excerpt } from "./sighting.ts";

/** Tenants that have data; the name of one is a prefix of the other's (loki#18585 mixed such two up). */
export const owners = ["lokiproof-t-1", "lokiproof-t-12"] as const;
export type Owner = (typeof owners)[number];
export function isOwner(tenant: string): tenant is Owner {
  return owners.some((owner) => owner === tenant);
}

/** Tenants that have none of it. */
export const stranger = "lokiproof-stranger";

/** Long enough for a query that is split and sharded on a starved machine, short enough to be one of many. */
export const requestTimeoutMs = 6_000;

/**
 * What tells one owner's data from another's, unique to one observation: every owner writes the same stream but for a
 * word of its own, in a label's name, a label's value, the line and the structured metadata. An answer that holds the
 * word shows the owner's data; `selector` holds none of the words, so an echo of the query does not.
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

/** The owners whose data an answer shows. An answer that is no success shows none: it may echo what was asked. */
export function ownersIn({ status, body }: { status: number; body: string }, { words }: Secrets): Owner[] {
  return status >= 200 && status < 300 ? owners.filter((owner) => body.includes(words[owner])) : [];
}

/** The owner's stream: three entries of the last seconds, so that its chunk spans time and index/stats can count it. */
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

/** Every owner pushes its stream through the gateway. */
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
