import { z } from "zod";
import { type Attempted, attempt } from "../../loki/attempt.ts";
import { listDeletes } from "../../loki/delete-requests.ts";
import { http } from "../../loki/http.ts";
import { readRules } from "../../loki/rules.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { requestTimeoutMs } from "./secrets.ts";

const shown = z.strictObject({ status: z.int(), shows: z.boolean() });

/**
 * The places in which a tenant shows a marker: labels of its streams (pushed by Loki's API or OTLP), its rules and its
 * delete requests.
 */
export const stored = z.strictObject({
  tenant: z.string(),
  streams: shown,
  otlpStreams: shown,
  rules: shown,
  deletes: shown,
});
export type Stored = z.infer<typeof stored>;

/**
 * Reads a tenant's streams, rules and delete requests through the gateway. `shows` means that a successful answer
 * contains the marker.
 */
export async function showsOf(
  tenant: string,
  marker: string,
  { context, signal }: { readonly context: ProbeContext; readonly signal: AbortSignal },
): Promise<Stored> {
  const url = context.stack.gatewayUrl;
  const look = async (ask: (within: AbortSignal) => Promise<Attempted>): Promise<Stored["rules"]> => {
    const { status, body } = await attempt(ask, { timeoutMs: requestTimeoutMs, signal });
    return { status, shows: status === 200 && body.includes(marker) };
  };
  const streams = (label: string) => (within: AbortSignal) =>
    http(`${url}/loki/api/v1/series`, {
      tenant,
      headers: { "Cache-Control": "no-cache" },
      query: { "match[]": `{${label}="${marker}"}`, start: `${context.clock.now() - 60_000}000000` },
      signal: within,
    });
  const [labelled, otlp, rules, deletes] = await Promise.all([
    look(streams("lokiproof_run")),
    look(streams("service_instance_id")),
    look((within) => readRules(url, { tenant, signal: within })),
    look((within) => listDeletes(url, { tenant, signal: within })),
  ]);
  return { tenant, streams: labelled, otlpStreams: otlp, rules, deletes };
}
