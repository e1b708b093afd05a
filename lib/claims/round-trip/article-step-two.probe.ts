import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import { sendPush } from "../../loki/push-body.ts";
import { jsonPush } from "../../loki/push-json.ts";
import { mayWrite } from "../../plan/may-write.ts";
import type { Probe } from "../../probe/probe.ts";
import { answer } from "./round-trip-record.ts";

const articleStepRecord = z.strictObject({
  /**
   * Where the line was pushed. The article that describes the reference deployment pushes to a distributor, not through
   * the gateway.
   */
  pushedTo: z.string(),
  timestampNs: z.string(),
  push: answer,
  read: answer,
  /** The `[ns, line]` pairs of all streams in the answer (`.data.result[].values`). */
  values: z.array(z.array(z.string())),
});
export type ArticleStepRecord = z.infer<typeof articleStepRecord>;

const found = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.array(z.string())) })) }),
});

/** The tenant of the article that describes the reference deployment. */
const tenant = "checkout";
const requestTimeoutMs = 8_000;

/**
 * Runs validation step 2 of the article that describes the reference deployment, literally. Pushes "hello loki" into
 * `{app="smoke"}` of checkout at a distributor, with a timestamp in whole seconds as `date +%s` gives it. Reads the
 * line through the gateway with only the selector.
 */
export const articleStepTwoProbe: Probe<ArticleStepRecord> = {
  id: "round-trip.article-step-2",
  phase: "before",
  record: articleStepRecord,
  timeoutMs: 20_000,
  planned: (plan) => mayWrite(plan, tenant),
  async observe({ stack, clock }, signal) {
    const distributor = stack.members.find(({ component }) => component === "distributor");
    const timestampNs = `${Math.floor(clock.now() / 1000)}000000000`;
    const line = jsonPush([{ labels: { app: "smoke" }, entries: [{ timestampNs, line: "hello loki" }] }]);
    const bounded = { timeoutMs: requestTimeoutMs, signal };
    const url = distributor?.url ?? stack.gatewayUrl;
    const push = await attempt((within) => sendPush(url, line, { tenant, signal: within }), bounded);
    const read = await attempt(
      (within) =>
        http(`${stack.gatewayUrl}/loki/api/v1/query_range`, {
          tenant,
          query: { query: '{app="smoke"}' },
          signal: within,
        }),
      bounded,
    );
    return {
      pushedTo: distributor?.name ?? "gateway",
      timestampNs,
      push: { status: push.status, said: push.body.slice(0, 300) },
      read: { status: read.status, said: read.status === 200 ? "" : read.body.slice(0, 300) },
      values: read.status === 200 ? valuesOf(read.body) : [],
    };
  },
};

function valuesOf(body: string): string[][] {
  return found.parse(JSON.parse(body)).data.result.flatMap(({ values }) => values);
}
