import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { http } from "./http.ts";

/** One instance on a ring page. Times are milliseconds since the epoch. */
export const ringInstance = z.strictObject({
  id: z.string(),
  state: z.string(),
  address: z.string(),
  heartbeatMs: z.number(),
  tokens: z.int(),
});
export type RingInstance = z.infer<typeof ringInstance>;

/** A ring page as JSON (dskit ring/ring_http.go, the version in Loki 3.7.8). `shards` is null if the ring is empty. */
const ringPage = z.object({
  shards: z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        address: z.string(),
        timestamp: z.iso.datetime({ offset: true }),
        tokens: z.array(z.number()).nullable(),
      }),
    )
    .nullable(),
  now: z.iso.datetime({ offset: true }),
});

export interface RingView {
  readonly instances: readonly RingInstance[];
  /** The time of a ring page, by the clock of the Loki process that served the page. */
  readonly nowMs: number;
}

/**
 * Reads a ring page as JSON, with the header `Accept: application/json`. An instance whose heartbeat is older than the
 * ring's timeout is listed as UNHEALTHY. Throws HarnessError if the page is missing, disabled or not a ring.
 */
export async function readRing(url: string, signal: AbortSignal): Promise<RingView> {
  const answer = await http(url, { signal, headers: { Accept: "application/json" } });
  const page = answer.status === 200 ? ringPage.safeParse(jsonOf(answer.body)) : undefined;
  if (!page?.success) {
    throw new HarnessError(
      `GET ${url}: expected a ring as JSON, got ${answer.status}: ${answer.body.replaceAll(/\s+/g, " ").slice(0, 160)}`,
      { code: "RING_UNREADABLE" },
    );
  }
  const instances = (page.data.shards ?? []).map(({ id, state, address, timestamp, tokens }) => ({
    id,
    state,
    address,
    heartbeatMs: Date.parse(timestamp),
    tokens: tokens?.length ?? 0,
  }));
  return { instances, nowMs: Date.parse(page.data.now) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
