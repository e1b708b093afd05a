import { z } from "zod";
import { attachment } from "./attachment.ts";
import { breakage, indexGatewayForms } from "./breakage-schema.ts";
import { plannedChart } from "./chart/chart-schema.ts";
import { fault } from "./fault-schema.ts";
import { jsonObject } from "./json-schema.ts";
import { latencyBudget, tenantGroup, tenantLoad } from "./load-schema.ts";
import { loadWindow, ratioBudget } from "./ratio-schema.ts";
import { replicas } from "./stack-schema.ts";
import { droppedSetting } from "./taken-settings.ts";

/**
 * The plan of a run: what the run does and what it expects. It is frozen before anything starts and saved as plan.json.
 * Every rate is already divided by `scale`. Expectations come from the plan, never from the live stack. `breakage`
 * changes only what is *started*, never what is *expected*.
 */
export const plan = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  createdAt: z.iso.datetime(),
  scenario: z.string(),
  description: z.string(),
  seed: z.int(),
  scale: z.number(),
  provider: z.enum(["local", "kind", "cluster"]),
  /**
   * The user's own kind cluster, in which the run gets a separate namespace. If absent, a kind cluster is made for the
   * run.
   */
  kindCluster: z.string().optional(),
  /** True if the local stack, its load and its probes have no network except loopback. */
  sealed: z.literal(true).optional(),
  lokiVersion: z.string(),
  replicas,
  bucket: z.string(),
  /** The chart and its values, if Helm installs Loki. */
  helm: plannedChart.optional(),
  /**
   * The expected Loki config in Loki's own structure, merged in this order: article, scenario, --loki-config.
   */
  config: jsonObject,
  /**
   * The expected runtime overrides by tenant, merged in this order: article, scenario, --overrides,
   * lokiproof's test tenants.
   */
  overrides: z.record(z.string(), jsonObject),
  /** lokiproof's own tenants, which its probes write to, with the limits that their checks need. */
  testTenants: z.record(z.string(), jsonObject).default({}),
  /** The user's settings that the stack does not run with, each with the reason but never the value. */
  dropped: z.array(droppedSetting).default([]),
  /** The form in which the user's values address the index gateways. The address itself is always the stack's. */
  indexGatewayForm: indexGatewayForms.optional(),
  tenants: z.record(z.string(), tenantLoad),
  /** Groups of many tenants. No tenant of a group is in `tenants` or has an override. */
  tenantGroups: z.array(tenantGroup).default([]),
  budgets: z.array(latencyBudget),
  /** Named time windows of the load, in seconds since it began. `ratios` compare them. */
  windows: z.record(z.string(), loadWindow).default({}),
  ratios: z.array(ratioBudget).default([]),
  /** Planned faults while the load runs. They never change an expectation. */
  faults: z.array(fault).default([]),
  suites: z.array(z.string()).optional(),
  required: z.array(z.string()),
  breakage: breakage.optional(),
  /**
   * Present only for an existing Loki. Its expectations come from what the user stated and what the existing Loki
   * reports.
   */
  attachment: attachment.optional(),
  /** The command that repeats this run. */
  replay: z.string(),
});
export type Plan = z.infer<typeof plan>;
