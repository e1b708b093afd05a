import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import { push } from "../../loki/push.ts";
import { mayWrite } from "../../plan/may-write.ts";
import type { Probe } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { newSecrets, requestTimeoutMs } from "./secrets.ts";
import { deed, excerpt } from "./sighting.ts";

const articleStepFiveRecord = z.strictObject({
  push: deed,
  reads: z.array(
    z.strictObject({ reader: z.string().nullable(), status: z.int(), shows: z.boolean(), said: z.string() }),
  ),
});
export type ArticleStepFiveRecord = z.infer<typeof articleStepFiveRecord>;

export const rightTenant = "checkout";
/** Tenants that must not see checkout's data: two other tenants, and null for a request without X-Scope-OrgID. */
export const wrongTenants = ["payments", "sandbox", null] as const;

/**
 * Runs the validation step 5 of the article that describes the reference deployment. Queries checkout's `{app="smoke"}`
 * with the right tenant, with wrong tenants and without a tenant. The line carries a marker of this run, so that
 * another run's line is not mistaken for it.
 */
export const articleStepFiveProbe: Probe<ArticleStepFiveRecord> = {
  id: "isolation.article-step-5",
  phase: "before",
  record: articleStepFiveRecord,
  timeoutMs: 30_000,
  planned: (plan) => mayWrite(plan, rightTenant) && !isSingleTenant(plan),
  async observe(context, signal) {
    const { marker } = newSecrets(context);
    const url = context.stack.gatewayUrl;
    const bounded = { timeoutMs: requestTimeoutMs, signal };
    const entries = [{ timestampNs: `${context.clock.now()}000000`, line: `hello loki ${marker}` }];
    const streams = [{ labels: { app: "smoke" }, entries }];
    const pushed = await attempt(
      (within) => push(url, streams, { tenant: rightTenant, signal: within }),
      bounded,
    );
    const reads = await Promise.all(
      [rightTenant, ...wrongTenants].map(async (reader) => {
        const asked = { query: { query: '{app="smoke"}' }, headers: { "Cache-Control": "no-cache" } };
        const tenant = reader === null ? {} : { tenant: reader };
        const { status, body } = await attempt(
          (within) => http(`${url}/loki/api/v1/query_range`, { ...asked, ...tenant, signal: within }),
          bounded,
        );
        return { reader, status, shows: body.includes(marker), said: status === 200 ? "" : excerpt(body) };
      }),
    );
    const { status, body } = pushed;
    return {
      push: { what: "push", via: "gateway", tenant: rightTenant, status, said: excerpt(body) },
      reads,
    };
  },
};
