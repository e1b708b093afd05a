import { expect } from "chai";
import { wallClock } from "../../base/clock.ts";
import { poll } from "../../base/poll.ts";
import { push } from "../../loki/push.ts";
import { type PushRecord, pushRecord } from "../../run-folder/request-record.ts";
import type { Stack } from "../../stack/stack.ts";
import { linesOf } from "./attempt.ts";

const { signal } = new AbortController();
const floodedTenants = ["payments", "checkout", "sandbox"];
const pushLines = { count: 100, lineBytes: 500 };
const floodMs = 2_500;
const everyMs = (tenant: string): number => (tenant === "sandbox" ? 25 : 250);

/** Forty pushes a second to sandbox, far more than its burst and rate; ten in all to the others, far less. */
export async function flood(stack: Stack): Promise<readonly PushRecord[]> {
  return (await Promise.all(floodedTenants.map((tenant) => floodTenant(stack, tenant)))).flat();
}

async function floodTenant(stack: Stack, tenant: string): Promise<PushRecord[]> {
  const sent: Promise<PushRecord>[] = [];
  for (let atMs = 0; atMs < floodMs; atMs += everyMs(tenant)) {
    sent.push(floodPush(stack, tenant, sent.length));
    await wallClock.sleep(everyMs(tenant), signal);
  }
  return Promise.all(sent);
}

async function floodPush(stack: Stack, tenant: string, place: number): Promise<PushRecord> {
  const startMs = Date.now();
  const stream = linesOf({ app: "flood", stream: String(place % 6) }, { ...pushLines, firstMs: startMs });
  const { status, body } = await push(stack.gatewayUrl, [stream], { tenant, signal });
  return pushRecord.parse({
    kind: "flood",
    tenant,
    stream: place % 6,
    firstSequence: 0,
    lines: pushLines.count,
    lineBytes: pushLines.count * pushLines.lineBytes,
    firstTimestampNs: "0",
    stepNs: 1,
    intendedMs: startMs,
    startMs,
    endMs: Date.now(),
    status,
    ...(status === 204 ? {} : { error: body.slice(0, 300) }),
  });
}

/**
 * With these limits every distributor lets one push of a flood through and earns the next in 10 s, so that most of ten
 * are refused wherever the gateway sends them. Its workers take turns of their own: of 0.1 and 0.1 an evenly spread
 * flood has none refused, and one that all went to the same distributor half.
 */
export const onePushEach = { ingestion_rate_mb: 0.01, ingestion_burst_size_mb: 0.06 };

/**
 * Waits until those limits are what every distributor enforces, which is later than it shows them: a limiter that has
 * met the tenant before asks for its limits again every 10 s (dskit, limiter/rate_limiter.go; 3.7.8). What exceeds the
 * burst is refused, whatever is left of it.
 */
export async function untilOnePushEach(stack: Stack, tenant: string): Promise<void> {
  const distributors = stack.members.filter(({ component }) => component === "distributor");
  const pushTwo = (url: string, within: AbortSignal): ReturnType<typeof push> => {
    const lines = linesOf({ app: "two" }, { ...pushLines, count: 2 * pushLines.count, firstMs: Date.now() });
    return push(url, [lines], { tenant, signal: within });
  };
  const seen = await poll(
    (within) => Promise.all(distributors.map(({ url }) => pushTwo(url, within))),
    (answers) => answers.every(({ status }) => status === 429),
    { timeoutMs: 20_000, signal },
  );
  expect(seen.settled, `every distributor limits ${tenant}`).to.equal(true);
}
