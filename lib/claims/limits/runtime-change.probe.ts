import { z } from "zod";
import { poll } from "../../base/poll.ts";
import { readMetrics, samplesOf } from "../../loki/metrics.ts";
import { jsonValue } from "../../plan/json-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { statedLimits } from "../../promises/limits.ts";
import { showsTenantLimits } from "../../promises/limits-shown.ts";
import type { Member } from "../../stack/stack.ts";
import { type Attempt, attempt, attemptPush, linesOf, type Target } from "./attempt.ts";
import { distinctMembers } from "./distinct-members.ts";
import { sameLimit } from "./limit-value.ts";
import { readLimits } from "./read-limits.ts";
import { statedSize, statedText } from "./stated-limit.ts";

export const runtimeTenant = "lokiproof-runtime";
/**
 * The name of the limit that the probe changes at runtime. No limiter keeps state for this limit, so a distributor
 * applies a new value from the next push on.
 */
export const changedLimit = "max_line_size";
export const raisedTo = "4KB";

const member = z.strictObject({
  member: z.string(),
  url: z.string(),
  /** The changed limit's value as this Loki process shows it. Absent if the process does not show it. */
  shown: jsonValue.optional(),
  /**
   * `loki_runtime_config_hash` of this Loki process. It replaces the limit's value if this Loki shows no tenant's
   * limits.
   */
  hash: z.string().optional(),
});
/**
 * Two test pushes, through the gateway or directly to a distributor. One has a line of exactly the limit's size, the
 * other a line that is longer.
 */
const pushed = z.strictObject({ via: z.string(), within: attempt, beyond: attempt });

/**
 * One stage of the test that changes a limit at runtime: the limit's value (or the config hash) that every Loki process
 * reports, and the answers to the test pushes.
 */
const stage = z.strictObject({
  waitedMs: z.number(),
  members: z.array(member),
  pushed: z.array(pushed),
});
export type RuntimeStage = z.infer<typeof stage>;

const runtimeRecord = z.strictObject({ before: stage, raised: stage, restored: stage });
export type RuntimeChangeRecord = z.infer<typeof runtimeRecord>;

/** Raises one limit of a test tenant in the running stack's runtime file, then restores it. */
export const runtimeChangeProbe: Probe<RuntimeChangeRecord> = {
  id: "limits.runtime-change",
  phase: "disturbing",
  record: runtimeRecord,
  timeoutMs: 320_000,
  needs: ["setOverrides"],
  limitsOf: [runtimeTenant],
  observe,
};

/**
 * How long Loki has to load a changed runtime file. It reads the file again every 10 s by default. In a pod, the file
 * follows its ConfigMap within about 60 s.
 */
const reloadTimeoutMs: Readonly<Record<Plan["provider"], number>> = {
  local: 25_000,
  kind: 100_000,
  cluster: 100_000,
};

async function observe(context: ProbeContext, signal: AbortSignal): Promise<RuntimeChangeRecord> {
  const { stack, plan } = context;
  const configured = statedText(statedLimits(plan, runtimeTenant), changedLimit);
  const before = await stageAt(context, { size: configured, silent: [], hasLoaded: () => true }, signal);
  // A Loki process that shows no value before the first change is down. It is still queried, but not waited for.
  const silent = before.members
    .filter(({ shown, hash }) => shown === undefined && hash === undefined)
    .map(({ member: name }) => name);
  const hashes = new Map(before.members.map((one) => [one.member, one.hash]));
  const isFirstHash = (one: MemberState): boolean => one.hash === hashes.get(one.member);
  const hasChanged = (one: MemberState): boolean => one.hash !== undefined && !isFirstHash(one);
  const change = { ...plan.overrides[runtimeTenant], [changedLimit]: raisedTo };
  let raised: RuntimeStage;
  try {
    await stack.setOverrides?.({ ...plan.overrides, [runtimeTenant]: change });
    raised = await stageAt(context, { size: raisedTo, silent, hasLoaded: hasChanged }, signal);
  } finally {
    await stack.setOverrides?.(plan.overrides);
  }
  const restored = await stageAt(context, { size: configured, silent, hasLoaded: isFirstHash }, signal);
  return { before, raised, restored };
}

type MemberState = z.infer<typeof member>;

interface Awaited {
  readonly size: string;
  /** Names of Loki processes that need not show the changed limit, because they are down. */
  readonly silent: readonly string[];
  /** Returns whether this Loki process loaded the runtime file. Used for a Loki that shows no tenant's limits. */
  readonly hasLoaded: (one: MemberState) => boolean;
}

/**
 * Waits until every Loki process shows the limit `size`. Then pushes test lines through the gateway and to every
 * distributor.
 */
async function stageAt(
  context: ProbeContext,
  { size, silent, hasLoaded }: Awaited,
  signal: AbortSignal,
): Promise<RuntimeStage> {
  const { stack, plan, clock } = context;
  const members = distinctMembers(stack);
  const [observe, isSettled] = showsTenantLimits(plan)
    ? [shownBy, ({ shown: limit }: MemberState) => sameLimit(limit, size)]
    : [hashOf, hasLoaded];
  const shown = await poll(
    (bounded) => Promise.all(members.map((one) => observe(one, bounded))),
    (all) => all.every((one) => silent.includes(one.member) || isSettled(one)),
    { timeoutMs: reloadTimeoutMs[plan.provider], intervalMs: 300, signal, clock },
  );
  const distributors = distinctMembers(stack, ["distributor"]);
  const ways = [{ name: "gateway", url: stack.gatewayUrl }, ...distributors];
  const pushes = ways.map(({ name, url }) =>
    pushBoth(name, { url, tenant: runtimeTenant, clock, signal }, statedSize({ size }, "size")),
  );
  return { waitedMs: shown.waitedMs, members: shown.last ?? [], pushed: await Promise.all(pushes) };
}

async function pushBoth(via: string, target: Target, bytes: number): Promise<z.infer<typeof pushed>> {
  return { via, within: await pushLine(target, bytes), beyond: await pushLine(target, bytes + 1) };
}

async function shownBy(one: Member, signal: AbortSignal): Promise<MemberState> {
  const shown = await readLimits(one, runtimeTenant, signal);
  const value = "limits" in shown ? shown.limits[changedLimit] : undefined;
  return { member: one.name, url: one.url, ...(value === undefined ? {} : { shown: value }) };
}

async function hashOf({ name, url }: Member, signal: AbortSignal): Promise<MemberState> {
  const samples = await readMetrics(url, signal).catch(() => []);
  signal.throwIfAborted();
  const hash = samplesOf(samples, "loki_runtime_config_hash")[0]?.labels["sha256"];
  return { member: name, url, ...(hash === undefined ? {} : { hash }) };
}

function pushLine(target: Target, lineBytes: number): Promise<Attempt> {
  const line = linesOf({ probe: "limits" }, { count: 1, lineBytes, firstMs: target.clock.now() });
  return attemptPush(target, [line]);
}
