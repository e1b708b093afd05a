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
 * What a run does and what it expects, frozen before anything starts and written into the run as plan.json.
 * Every rate in it is already divided by `scale`. Expectations come from here, never from the live stack; `breakage`
 * is layered over what is *started*, never over what is *expected*.
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
  /** A kind cluster of the user's, where the run has a namespace of its own; absent: one that is made for it. */
  kindCluster: z.string().optional(),
  /** The local stack, its load and its probes have loopback and no other network. */
  sealed: z.literal(true).optional(),
  lokiVersion: z.string(),
  replicas,
  bucket: z.string(),
  /** The chart and its values, where Loki is installed by Helm. */
  helm: plannedChart.optional(),
  /** Expected Loki config in Loki's own structure: the article's, the scenario's, --loki-config, in this order. */
  config: jsonObject,
  /** Expected runtime overrides by tenant: the article's, the scenario's, --overrides, our own test tenants'. */
  overrides: z.record(z.string(), jsonObject),
  /** lokiproof's own tenants, which its probes write to, with the limits that their checks need. */
  testTenants: z.record(z.string(), jsonObject).default({}),
  /** Settings of the user's that the stack does not run with, each with the reason; never their values. */
  dropped: z.array(droppedSetting).default([]),
  /** How the user's values address the index gateways; the address is always the stack's own. */
  indexGatewayForm: indexGatewayForms.optional(),
  tenants: z.record(z.string(), tenantLoad),
  /** Many tenants in one line each; none of them is in `tenants`, none has an override. */
  tenantGroups: z.array(tenantGroup).default([]),
  budgets: z.array(latencyBudget),
  /** Parts of the load by name, in seconds since it began; what `ratios` compare. */
  windows: z.record(z.string(), loadWindow).default({}),
  ratios: z.array(ratioBudget).default([]),
  /** Done beside the load; never moves an expectation. */
  faults: z.array(fault).default([]),
  suites: z.array(z.string()).optional(),
  required: z.array(z.string()),
  breakage: breakage.optional(),
  /** Of a Loki that ran before we came; its expectations are what the user stated, and what it says of itself. */
  attachment: attachment.optional(),
  /** What to type to run the same again. */
  replay: z.string(),
});
export type Plan = z.infer<typeof plan>;
