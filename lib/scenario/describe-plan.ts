import { describeFault } from "./fault-schema.ts";
import { bytesOf } from "./flood-curve.ts";
import type { TenantLoad } from "./load-schema.ts";
import type { Plan } from "./plan.ts";
import type { QueryWeights } from "./query-templates.ts";
import { describeRatio } from "./ratio-schema.ts";

const megabyte = 1_000_000;

/** A plan for the person who is about to run it: what is started, how it is loaded, what is expected. */
export function describePlan(plan: Plan): string {
  const replicas = Object.entries(plan.replicas).map(([name, count]) => `${count} ${name}`);
  const lines = [
    `${plan.scenario}: ${plan.description}`,
    `  seed ${plan.seed}, scale 1/${plan.scale}, on a ${plan.provider} stack`,
    `  Loki ${plan.lokiVersion}: ${replicas.join(", ")}; bucket ${plan.bucket}`,
    ...Object.entries(plan.tenants).flatMap(([tenant, load]) => [
      ...describeLoad(tenant, load),
      ...describeOwnLimits(plan, tenant),
    ]),
    `  tenants of our own, written to by disturbing checks: ${ownTenants(plan).join(", ") || "none"}`,
    `  budgets: ${plan.budgets.map((b) => `${b.tenant} ${b.operation} ${b.quantile} <= ${b.maxMs} ms`).join("; ") || "none"}`,
    ...plan.ratios.map((ratio) => `  ratio ${describeRatio(ratio)}`),
    ...plan.faults.map((fault) => `  fault: ${describeFault(fault)}`),
    ...(plan.breakage ? [`  BROKEN on purpose: ${plan.breakage.description}`] : []),
    `  run it: ${plan.replay}`,
  ];
  return `${lines.join("\n")}\n`;
}

function describeLoad(tenant: string, load: TenantLoad): string[] {
  const parts: string[] = [];
  if (load.flood) {
    const { steps, pushBytes, streams, startS } = load.flood;
    const bytes = bytesOf(steps);
    const curve = steps.map((step) => `${mb(step.rateBytesPerSecond)}/s for ${step.forS} s`).join(", ");
    parts.push(
      `flood ${from(startS)}${curve} = ${mb(bytes)}, about ${Math.round(bytes / pushBytes)} pushes to ${streams} streams`,
    );
  }
  if (load.storm) {
    const { ratePerSecond, forS, rangesS, startS } = load.storm;
    parts.push(
      `storm ${from(startS)}${ratePerSecond} queries/s for ${forS} s over ${rangesS.map(hours).join(", ")}${mixed(load.storm.mix)}`,
    );
  }
  if (load.history) parts.push(`history ${load.history.lines} lines over ${hours(load.history.spanS)}`);
  return parts.map((part, index) => `  ${(index === 0 ? tenant : "").padEnd(11)} ${part}`);
}

/** What a tenant of ours is allowed that a user's is not. */
function describeOwnLimits({ overrides }: Plan, tenant: string): string[] {
  if (!tenant.startsWith("lokiproof-")) return [];
  const limits = Object.entries(overrides[tenant] ?? {});
  return [
    `  ${"".padEnd(12)}limits of ours: ${limits.map(([name, limit]) => `${name} ${JSON.stringify(limit)}`).join(", ")}`,
  ];
}

function ownTenants(plan: Plan): string[] {
  return Object.keys(plan.overrides).filter((tenant) => tenant.startsWith("lokiproof-"));
}

function mixed(mix: QueryWeights | undefined): string {
  if (mix === undefined) return "";
  const parts = Object.entries(mix).filter(([, weight]) => weight > 0);
  return `: ${parts.map(([template, weight]) => `${weight} ${template}`).join(", ")}`;
}

/** MB of log lines; 1 MB is a million bytes. */
function mb(bytes: number): string {
  return `${(bytes / megabyte).toPrecision(3)} MB`;
}

function from(startS: number): string {
  return startS === 0 ? "" : `from second ${startS} on: `;
}

function hours(seconds: number): string {
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${+(seconds / 3600).toFixed(1)} h`;
}
