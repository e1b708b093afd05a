import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { listDeletes } from "../../loki/delete-requests.ts";
import { http } from "../../loki/http.ts";
import { push } from "../../loki/push.ts";
import { readRules } from "../../loki/rules.ts";
import { openTail } from "../../loki/tail.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { retentionIsOn } from "../../promises/retention.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import type { Stack } from "../../stack/stack.ts";
import { newSecrets, owners, pushSecrets, requestTimeoutMs, type Secrets, secretStream } from "./secrets.ts";
import { deed, type Sighting, sighting } from "./sighting.ts";
import { type Witness, witness } from "./witness.ts";

const multiTenantRecord = z.strictObject({
  pushes: z.array(deed),
  /** A push with both tenants in X-Scope-OrgID, to a stream that neither tenant has. */
  write: deed,
  /** What each owner sees of the stream after the push as both tenants. */
  afterWrite: z.array(sighting),
  /** Reads with both tenants in X-Scope-OrgID, and each owner's own reads on the same paths. */
  reads: z.array(sighting),
  tails: z.array(z.strictObject({ tenant: z.string(), opened: z.boolean(), said: z.string() })),
});
export type MultiTenantRecord = z.infer<typeof multiTenantRecord>;

/** The X-Scope-OrgID header for both test tenants that own data, in Loki's syntax `A|B` for several tenants. */
export const bothOwners = owners.join("|");

/**
 * The timeout of a request as `A|B`. If multi-tenant queries are off, Loki answers such a request with 500 "multiple
 * org IDs present", but late. The frontend tries the query five times, up to 5 s apart. The frontend does the same with
 * the preceding index lookup (pkg/querier/queryrange/queryrangebase/retry.go, 3.7.8).
 */
const slowestRefusalMs = 45_000;

const asked = new WeakMap<Stack, Promise<MultiTenantRecord>>();

/**
 * Starts the requests with both tenants in X-Scope-OrgID, without waiting for their answers. Loki's refusals take
 * longer than all other isolation checks together.
 */
export const multiTenantAskedProbe: Probe<{ asked: true }> = {
  id: "isolation.multi-tenant-asked",
  phase: "before",
  order: -1,
  record: z.strictObject({ asked: z.literal(true) }),
  timeoutMs: slowestRefusalMs + 30_000,
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const answers = askAsBoth(context, signal);
    answers.catch(() => undefined);
    asked.set(context.stack, answers);
    return { asked: true };
  },
};

/**
 * Waits for the answers to the requests that multiTenantAskedProbe started. Sends the requests now if that probe did
 * not run.
 */
export const multiTenantProbe: Probe<MultiTenantRecord> = {
  id: "isolation.multi-tenant",
  phase: "after",
  record: multiTenantRecord,
  timeoutMs: slowestRefusalMs + 30_000,
  planned: (plan) => !isSingleTenant(plan),
  observe: (context, signal) => asked.get(context.stack) ?? askAsBoth(context, signal),
};

async function askAsBoth(context: ProbeContext, signal: AbortSignal): Promise<MultiTenantRecord> {
  const secrets = newSecrets(context);
  const written = newSecrets(context);
  const url = context.stack.gatewayUrl;
  const pushes = await pushSecrets(context, secrets, signal);
  const streams = [secretStream(written, owners[0], context.clock.now())];
  const quick = witness(written, signal);
  const write = await quick.act("push", bothOwners, (caller) => push(url, streams, caller));
  const patient = witness(secrets, signal, slowestRefusalMs);
  const [reads, afterWrite, tails] = await Promise.all([
    Promise.all([bothOwners, ...owners].flatMap((reader) => readAll(reader, patient, { context, secrets }))),
    Promise.all(owners.map((owner) => readRange(owner, quick, { context, secrets: written }))),
    Promise.all([bothOwners, ...owners].map((tenant) => tryTail(tenant, { context, secrets }, signal))),
  ]);
  return { pushes, write, afterWrite, reads, tails };
}

interface About {
  readonly context: ProbeContext;
  readonly secrets: Secrets;
}

function readAll(reader: string, witnessed: Witness, about: About): Promise<Sighting>[] {
  const url = about.context.stack.gatewayUrl;
  const start = `${about.context.clock.now() - 60_000}000000`;
  const labels = (): Promise<Sighting> =>
    witnessed.see("labels", reader, (caller) =>
      http(`${url}/loki/api/v1/labels`, { ...caller, query: { start } }),
    );
  return [
    readRange(reader, witnessed, about),
    labels(),
    ...(retentionIsOn(about.context.plan)
      ? [witnessed.see("delete requests", reader, (caller) => listDeletes(url, caller))]
      : []),
    ...(about.context.plan.replicas.ruler > 0
      ? [witnessed.see("rules", reader, (caller) => readRules(url, caller))]
      : []),
  ];
}

function readRange(reader: string, witnessed: Witness, { context, secrets }: About): Promise<Sighting> {
  const query = {
    query: secrets.selector,
    start: `${context.clock.now() - 60_000}000000`,
    end: `${context.clock.now() + 1000}000000`,
  };
  const headers = { "Cache-Control": "no-cache" };
  return witnessed.see("query_range", reader, (caller) =>
    http(`${context.stack.gatewayUrl}/loki/api/v1/query_range`, { ...caller, headers, query }),
  );
}

async function tryTail(
  tenant: string,
  { context, secrets }: About,
  signal: AbortSignal,
): Promise<MultiTenantRecord["tails"][number]> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
  try {
    using tail = await openTail(context.stack.gatewayUrl, {
      tenant,
      query: secrets.selector,
      signal: within,
    });
    return { tenant, opened: true, said: tail.ended ?? "" };
  } catch (error) {
    signal.throwIfAborted();
    return { tenant, opened: false, said: describeError(error) };
  }
}
