import pLimit from "p-limit";
import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import type { Probe } from "../../probe/probe.ts";
import { isSingleTenant } from "../../promises/tenancy.ts";
import { type ReadPath, readPaths } from "./read-paths.ts";
import { newSecrets, owners, pushSecrets, requestTimeoutMs, stranger } from "./secrets.ts";
import { deed, excerpt, type Sighting, sighting } from "./sighting.ts";

const readsRecord = z.strictObject({
  pushes: z.array(deed),
  sightings: z.array(sighting),
});
export type ReadsRecord = z.infer<typeof readsRecord>;

export const readers: readonly string[] = [...owners, stranger];
const atOnce = 6;

/**
 * Writes the same stream for two owners, except for a secret word. Then queries all of the data as every reader on
 * every read path.
 */
export const readsProbe: Probe<ReadsRecord> = {
  id: "isolation.reads",
  phase: "before",
  record: readsRecord,
  timeoutMs: 60_000,
  planned: (plan) => !isSingleTenant(plan),
  async observe(context, signal) {
    const secrets = newSecrets(context);
    const pushes = await pushSecrets(context, secrets, signal);
    const paths = readPaths(secrets, context.clock.now());
    const limit = pLimit(atOnce);
    const asked = paths.flatMap((path) => readers.map((reader) => ({ path, reader })));
    const sightings = await Promise.all(
      asked.map(({ path, reader }) =>
        limit(() => readAs(reader, path, { url: context.stack.gatewayUrl, signal })),
      ),
    );
    return { pushes, sightings };
  },
};

async function readAs(
  reader: string,
  { name, path, method, query, sees }: ReadPath,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<Sighting> {
  const answer = await attempt(
    (within) =>
      http(`${url}${path}`, {
        method: method ?? "GET",
        tenant: reader,
        headers: { "Cache-Control": "no-cache" },
        ...(query === undefined ? {} : { query }),
        signal: within,
      }),
    { timeoutMs: requestTimeoutMs, signal },
  );
  const { status, body } = answer;
  const seen: Sighting = { path: name, via: "gateway", reader, status, sees: sees(answer) };
  return status === 200 ? seen : { ...seen, said: excerpt(body) };
}
