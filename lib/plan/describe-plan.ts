import { describeChart } from "./chart/describe-chart.ts";
import { describeAttachment } from "./describe-attachment.ts";
import { describeSwitchedOff } from "./describe-switched-off.ts";
import { describeFault } from "./fault-schema.ts";
import { historyTenant } from "./history-tenant.ts";
import { ownNamespaceOf } from "./own-namespace.ts";
import type { Plan } from "./plan.ts";
import { describeRatio } from "./ratio-schema.ts";
import { describeDrop } from "./taken-settings.ts";

/** Describes a plan before a run: the stack, the load (already described in `load`) and the expectations. */
export function describePlan(plan: Plan, load: readonly string[]): string {
  const running = Object.entries(plan.replicas).filter(([, count]) => count > 0);
  const replicas = running.map(([name, count]) => `${count} ${name}`);
  const lines = [
    `${plan.scenario}: ${plan.description}`,
    `  seed ${plan.seed}, scale 1/${plan.scale}, on a ${plan.provider} stack`,
    `  Loki ${plan.lokiVersion}: ${replicas.join(", ")}; bucket ${plan.bucket}`,
    ...(plan.sealed ? ["  SEALED: in a network namespace that has loopback only"] : []),
    ...describeNamed(plan),
    ...(plan.helm ? describeChart(plan.helm) : []),
    ...describeAttachment(plan),
    ...describeSwitchedOff(plan).map((line) => `  ${line}`),
    ...load,
    ...Object.keys(plan.tenants).flatMap((tenant) => describeOwnLimits(plan, tenant)),
    `  tenants of our own, written to by disturbing checks: ${ownTenants(plan).join(", ") || "none"}`,
    `  budgets: ${plan.budgets.map((b) => `${b.tenant} ${b.operation} ${b.quantile} <= ${b.maxMs} ms`).join("; ") || "none"}`,
    ...plan.ratios.map((ratio) => `  ratio ${describeRatio(ratio)}`),
    ...plan.faults.map((fault) => `  fault: ${describeFault(fault)}`),
    ...(plan.breakage ? [`  BROKEN on purpose: ${plan.breakage.description}`] : []),
    ...describeDropped(plan),
    `  run it: ${plan.replay}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Lists every setting in the user's files that the stack does not run with. */
function describeDropped({ dropped }: Plan): string[] {
  if (dropped.length === 0) return [];
  return [
    `  left out, as only settings that are known to be harmless are accepted (${dropped.length}):`,
    ...dropped.map((one) => `    ${describeDrop(one)}`),
  ];
}

/** Describes what the run does in the user's own kind cluster. */
function describeNamed({ runId, kindCluster, helm }: Plan): string[] {
  if (kindCluster === undefined) return [];
  const images = helm?.images === undefined ? "" : "; images are loaded into its nodes, and stay there";
  return [
    `  IN YOUR kind cluster ${kindCluster}, which stays: all of it in namespace ${ownNamespaceOf(runId)}, removed after${images}`,
  ];
}

/** Describes the limits of one of lokiproof's own tenants, which differ from the limits of the user's tenants. */
function describeOwnLimits({ overrides }: Plan, tenant: string): string[] {
  if (!tenant.startsWith("lokiproof-")) return [];
  const limits = Object.entries(overrides[tenant] ?? {});
  return [
    `  ${tenant}: limits of ours: ${limits.map(([name, limit]) => `${name} ${JSON.stringify(limit)}`).join(", ")}`,
  ];
}

function ownTenants(plan: Plan): string[] {
  const ours = Object.keys(plan.overrides).filter((tenant) => tenant.startsWith("lokiproof-"));
  return ours.filter((tenant) => tenant !== historyTenant);
}
