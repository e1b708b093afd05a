import { parse } from "yaml";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { goDurationMs } from "../../base/loki-duration.ts";
import { http } from "../../loki/http.ts";
import { type MetricSample, parseMetrics, samplesOf } from "../../loki/metrics.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { plainTenant, tenantsWithLimits } from "../../promises/limits.ts";
import { showsTenantLimits } from "../../promises/limits-shown.ts";
import type { Member, Stack } from "../../stack/stack.ts";
import { distinctMembers } from "./distinct-members.ts";
import {
  type EffectiveRecord,
  effectiveRecord,
  type LimitsShown,
  type MemberRuntime,
} from "./effective-record.ts";
import { readDefaultLimits, readLimits, type ShownBy } from "./read-limits.ts";

/**
 * Reads the limits that every Loki process applies to every tenant of the plan, and whether the process loaded the
 * runtime file.
 */
export const effectiveLimitsProbe: Probe<EffectiveRecord> = {
  id: "limits.effective",
  phase: "before",
  record: effectiveRecord,
  timeoutMs: 90_000,
  observe,
};

async function observe({ stack, plan }: ProbeContext, signal: AbortSignal): Promise<EffectiveRecord> {
  const members = distinctMembers(stack);
  const defaultsOnly = !showsTenantLimits(plan);
  const tenants = defaultsOnly ? [plainTenant] : tenantsWithLimits(plan);
  // Awaits all promises together. If Ctrl-C rejected a promise that nothing awaits yet, lokiproof itself would crash.
  const [perMember, runtime, distributorHeartbeat] = await Promise.all([
    Promise.all(
      members.map(async (member) =>
        defaultsOnly ? [await readDefaultLimits(member, signal)] : shownBy(member, tenants, signal),
      ),
    ),
    Promise.all(members.map(async (member) => [member.name, await runtimeOf(member, signal)] as const)),
    distributorHeartbeatMs(stack, signal),
  ]);
  return {
    ...(defaultsOnly ? { defaultsOnly } : {}),
    tenants: Object.fromEntries(
      tenants.map((tenant, place) => [
        tenant,
        groupAlike(
          members,
          perMember.map((all) => all[place]),
        ),
      ]),
    ),
    members: Object.fromEntries(runtime),
    ...(distributorHeartbeat === undefined ? {} : { distributorHeartbeatMs: distributorHeartbeat }),
  };
}

async function shownBy(member: Member, tenants: readonly string[], signal: AbortSignal): Promise<ShownBy[]> {
  const shown: ShownBy[] = [];
  for (const tenant of tenants) shown.push(await readLimits(member, tenant, signal));
  return shown;
}

function groupAlike(members: readonly Member[], shown: readonly (ShownBy | undefined)[]): LimitsShown[] {
  const groups = new Map<string, LimitsShown>();
  for (const [place, member] of members.entries()) {
    const one = shown[place] ?? { answer: "not queried" };
    const alike = groups.get(JSON.stringify(one));
    if (alike) alike.members.push(member.name);
    else groups.set(JSON.stringify(one), { members: [member.name], ...one });
  }
  return [...groups.values()];
}

const runtimeMetrics = /^(loki_runtime_config|process_start_time_seconds)/;

async function runtimeOf(member: Member, signal: AbortSignal): Promise<MemberRuntime> {
  const { component, url } = member;
  try {
    const { status, body } = await http(`${url}/metrics`, { signal });
    if (status !== 200) return { component, url, error: `/metrics answered ${status}` };
    const few = body.split("\n").filter((line) => runtimeMetrics.test(line));
    return { component, url, ...runtimeState(parseMetrics(few.join("\n"))) };
  } catch (error) {
    signal.throwIfAborted();
    return { component, url, error: describeError(error) };
  }
}

/**
 * Reads the metrics of dskit's runtimeconfig/manager.go, in the dskit version that Loki 3.7.8 uses. Their names have
 * Loki's prefix.
 */
function runtimeState(samples: readonly MetricSample[]): Partial<MemberRuntime> {
  const reload = samplesOf(samples, "loki_runtime_config_last_reload_successful")[0]?.value;
  const hash = samplesOf(samples, "loki_runtime_config_hash")[0]?.labels["sha256"];
  const started = samplesOf(samples, "process_start_time_seconds")[0]?.value;
  return {
    ...(reload === undefined ? {} : { reloadSuccessful: reload }),
    ...(hash === undefined ? {} : { hash }),
    ...(started === undefined ? {} : { startedAtMs: started * 1000 }),
  };
}

const distributorConfig = z.object({
  distributor: z.object({ ring: z.object({ heartbeat_period: z.string() }) }),
});

async function distributorHeartbeatMs(stack: Stack, signal: AbortSignal): Promise<number | undefined> {
  const distributor = stack.members.find(({ component }) => component === "distributor");
  if (distributor === undefined) return undefined;
  try {
    const { body } = await http(`${distributor.url}/config`, { signal });
    return goDurationMs(distributorConfig.parse(parse(body)).distributor.ring.heartbeat_period);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
