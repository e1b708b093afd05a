import { type Plan, plan } from "../../plan/plan.ts";

/**
 * Returns a complete plan for unit tests, with an empty config and the reference deployment's replicas, except for the
 * given parts.
 */
export function planOf(parts: Partial<Plan>): Plan {
  return plan.parse({
    version: 1,
    runId: "test",
    createdAt: "2026-11-23T09:00:00Z",
    scenario: "test",
    description: "of a unit test",
    seed: 1,
    scale: 1,
    provider: "local",
    lokiVersion: "3.7.8",
    replicas: {},
    bucket: "test",
    config: {},
    overrides: {},
    tenants: {},
    budgets: [],
    required: [],
    replay: "none",
    ...parts,
  });
}
