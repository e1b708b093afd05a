import { z } from "zod";
import { type Attempted, attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import { sendPush } from "../../loki/push-body.ts";
import { jsonPush } from "../../loki/push-json.ts";
import { queryRange } from "../../loki/query.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { told } from "./judged.ts";
import { newSecrets, owners, ownersIn, pushSecrets, requestTimeoutMs, type Secrets } from "./secrets.ts";
import { deed, excerpt } from "./sighting.ts";

const orderRecord = z.strictObject({
  /** The two X-Scope-OrgID headers in the order in which they were sent. */
  headers: z.array(z.string()),
  write: z.strictObject({ status: z.int(), said: z.string() }),
  /** The owners who see the written line when they query with their own tenant only. */
  writtenTo: z.array(z.string()),
  /**
   * Owners who cannot serve as evidence, with the reason. Such an owner sees neither the written line nor its own data,
   * so it might have the line anyway.
   */
  noControl: z.array(z.string()),
  read: z.strictObject({ status: z.int(), said: z.string(), sees: z.array(z.string()) }),
});

const twoHeadersRecord = z.strictObject({ pushes: z.array(deed), orders: z.array(orderRecord) });
export type TwoHeadersRecord = z.infer<typeof twoHeadersRecord>;

/** Sends two X-Scope-OrgID headers on a push and on a query through the gateway, in either order. */
export const twoHeadersProbe: Probe<TwoHeadersRecord> = {
  id: "isolation.two-headers",
  phase: "before",
  record: twoHeadersRecord,
  timeoutMs: 60_000,
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const pushes = await pushSecrets(context, secrets, signal);
    const orders = [[...owners], owners.toReversed()];
    const seen = await Promise.all(orders.map((headers) => tryOrder(headers, secrets, { context, signal })));
    return { pushes, orders: seen };
  },
};

const doubleLine = "pushed with two tenants";

interface Options {
  readonly context: ProbeContext;
  readonly signal: AbortSignal;
}

async function tryOrder(
  headers: readonly string[],
  secrets: Secrets,
  options: Options,
): Promise<z.infer<typeof orderRecord>> {
  const { context, signal } = options;
  const bounded = { timeoutMs: requestTimeoutMs, signal };
  const marker = `${secrets.marker}-${headers.join("-then-")}`;
  const timestampNs = `${context.clock.now() - 2000}000000`;
  const labels = { lokiproof_probe: "isolation-two-headers", lokiproof_run: marker };
  const body = jsonPush([{ labels, entries: [{ timestampNs, line: doubleLine }] }]);
  const write = await attempt(
    (within) => sendPush(context.stack.gatewayUrl, body, { tenant: headers, signal: within }),
    bounded,
  );
  const held = await holders(marker, secrets, options);
  const read = await attempt((within) => readWith(headers, secrets, { context, signal: within }), bounded);
  return {
    headers: [...headers],
    write: { status: write.status, said: excerpt(write.body) },
    ...held,
    read: { status: read.status, said: excerpt(read.body), sees: ownersIn(read, secrets) },
  };
}

/**
 * Returns the owners who see the line with that marker when they query with their own tenant only. Each owner queries
 * its own data as well. An answer without the owner's own data proves nothing about the line: a querier that cannot see
 * the ingesters gives such an answer.
 */
async function holders(
  marker: string,
  secrets: Secrets,
  { context, signal }: Options,
): Promise<Pick<z.infer<typeof orderRecord>, "writtenTo" | "noControl">> {
  const query = `{lokiproof_run=~"${marker}|${secrets.marker}"}`;
  const shown = await Promise.all(
    owners.map((tenant) =>
      attempt(
        (within) =>
          queryRange(context.stack.gatewayUrl, {
            tenant,
            query,
            ...around(context),
            noCache: true,
            signal: within,
          }),
        { timeoutMs: requestTimeoutMs, signal },
      ),
    ),
  );
  const answers = owners.map((owner, index) => ({ owner, ...(shown[index] ?? { status: 0, body: "" }) }));
  return {
    writtenTo: answers.flatMap(({ owner, body }) => (body.includes(doubleLine) ? [owner] : [])),
    noControl: answers.flatMap((answer) =>
      ownersIn(answer, secrets).includes(answer.owner)
        ? []
        : [`${answer.owner} does not see its own data: ${told({ ...answer, said: excerpt(answer.body) })}`],
    ),
  };
}

async function readWith(
  headers: readonly string[],
  secrets: Secrets,
  { context, signal }: Options,
): Promise<Attempted> {
  const { startNs: start, endNs: end } = around(context);
  return http(`${context.stack.gatewayUrl}/loki/api/v1/query_range`, {
    headers: { "X-Scope-OrgID": [...headers], "Cache-Control": "no-cache" },
    query: { query: secrets.selector, start, end },
    signal,
  });
}

function around({ clock }: ProbeContext): { startNs: string; endNs: string } {
  return { startNs: `${clock.now() - 60_000}000000`, endNs: `${clock.now() + 1000}000000` };
}
