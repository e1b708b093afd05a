import { z } from "zod";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { statedLimits } from "../../promises/limits.ts";
import { attempt, attemptPush, type Target } from "./attempt.ts";
import { type Discards, discardedSince, readDiscards } from "./discards.ts";
import { compareDiscards, expectedDiscards } from "./expected-discards.ts";
import { queriesTenant, queryTries, tryQueries } from "./query-tries.ts";
import { settledRings } from "./settled-rings.ts";
import {
  streamCountTries,
  streamRateTenant,
  streamRateTries,
  streamsTenant,
  tryStreamCount,
  tryStreamRate,
} from "./stream-tries.ts";
import {
  type ValidationRule,
  validationRuleNames,
  validationRules,
  validationTenant,
} from "./validation-rules.ts";

const refusalsRecord = z.strictObject({
  validation: z.array(
    z.strictObject({ name: z.enum(validationRuleNames), within: attempt, beyond: attempt }),
  ),
  streamRate: streamRateTries,
  streamCount: streamCountTries,
  queries: queryTries,
  /** Lines discarded during the test requests, by tenant and reason. A reason whose counter did not grow is absent. */
  discarded: z.record(z.string(), z.record(z.string(), z.number())),
});
export type RefusalsRecord = z.infer<typeof refusalsRecord>;

const pushTenants = [validationTenant, streamRateTenant, streamsTenant];

/**
 * Tests every small limit through the gateway, in parallel. Sends pushes and queries just within each limit and just
 * beyond it.
 */
export const refusalsProbe: Probe<RefusalsRecord> = {
  id: "limits.refusals",
  phase: "disturbing",
  record: refusalsRecord,
  timeoutMs: 40_000,
  limitsOf: [...pushTenants, queriesTenant],
  observe,
};

async function observe(context: ProbeContext, signal: AbortSignal): Promise<RefusalsRecord> {
  const { stack, plan, clock } = context;
  await settledRings(context, signal);
  const as = (tenant: string): Target => ({ url: stack.gatewayUrl, tenant, clock, signal });
  const limits = (tenant: string): ReturnType<typeof statedLimits> => statedLimits(plan, tenant);
  const token = clock.now().toString(36);
  const before = await readDiscards(stack, pushTenants, signal);
  const [validation, streamRate, streamCount, queries] = await Promise.all([
    tryAll(
      as(validationTenant),
      validationRules({ limits: limits(validationTenant), nowMs: clock.now(), token }),
    ),
    tryStreamRate(context, { target: as(streamRateTenant), limits: limits(streamRateTenant), token }),
    tryStreamCount(as(streamsTenant), limits(streamsTenant)),
    tryQueries(as(queriesTenant), limits(queriesTenant), token),
  ]);
  const tries = { validation, streamRate, streamCount, queries };
  const due = expectedDiscards(plan, tries);
  const complete = (seen: Discards): boolean => compareDiscards(due, seen).length === 0;
  return { ...tries, discarded: await discardedSince(before, stack, { clock, signal, complete }) };
}

type Tries = RefusalsRecord["validation"];

async function tryAll(target: Target, rules: readonly ValidationRule[]): Promise<Tries> {
  const tried = rules.map(async ({ name, within, beyond }) => ({
    name,
    within: await attemptPush(target, [within]),
    beyond: await attemptPush(target, [beyond]),
  }));
  return Promise.all(tried);
}
