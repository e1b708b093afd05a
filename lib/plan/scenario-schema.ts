import { z } from "zod";
import { scaleFactor, seedNumber } from "./bounds.ts";
import { fault } from "./fault-schema.ts";
import { latencyBudget, tenantGroupSource, tenantSource } from "./load-schema.ts";
import { byTenant, checkPattern, reference, scenarioName, schemaUrl, suiteName } from "./names.ts";
import { loadWindow, ratioBudget } from "./ratio-schema.ts";
import { stackSpec } from "./stack-schema.ts";

/** The schema of a scenario file, version 1. The schema is strict: an unknown field is an error with its path. */
export const scenario = z
  .strictObject({
    $schema: schemaUrl.optional(),
    version: z.literal(1),
    name: scenarioName,
    description: z.string().max(2000),
    seed: seedNumber.default(1),
    scale: scaleFactor.default(1).describe("divides every byte rate, burst and planned load alike"),
    stack: stackSpec.prefault({}),
    tenants: byTenant(tenantSource).default({}).describe("the load of each tenant"),
    tenantGroups: z
      .array(tenantGroupSource)
      .max(100)
      .default([])
      .describe("many tenants of one kind, without runtime overrides"),
    budgets: z.array(latencyBudget).max(1000).default([]),
    windows: z.record(reference, loadWindow).default({}).describe("parts of the load that ratios compare"),
    ratios: z
      .array(ratioBudget)
      .max(1000)
      .default([])
      .describe("budgets for what a tenant may notice of another"),
    faults: z
      .array(fault)
      .max(100)
      .default([])
      .describe("what is done beside the load, on stacks that we made"),
    checks: z
      .strictObject({
        suites: z.array(suiteName).min(1).max(100).optional().describe("only these suites; default: all"),
        required: z
          .array(checkPattern)
          .max(1000)
          .default([])
          .describe("checks whose skip is unknown; `*` at the end matches any"),
      })
      .prefault({}),
  })
  .superRefine(({ budgets, ratios, windows, tenants, tenantGroups }, context) => {
    const expectKnown = (name: string, known: object, path: readonly (string | number)[]): void => {
      if (name in known) return;
      const what = path[2] === "tenant" ? `tenant "${name}" has no load` : `there is no window "${name}"`;
      const message = `${what} in this scenario: expected one of ${Object.keys(known).join(", ")}`;
      context.addIssue({ code: "custom", path: [...path], message });
    };
    const groups = Object.fromEntries(tenantGroups.map(({ prefix }) => [`${prefix}*`, prefix]));
    for (const [index, { tenant }] of budgets.entries()) {
      expectKnown(tenant, { ...tenants, ...groups }, ["budgets", index, "tenant"]);
    }
    for (const [index, { tenant, alone, together }] of ratios.entries()) {
      if (tenant !== "*") expectKnown(tenant, tenants, ["ratios", index, "tenant"]);
      for (const name of alone) expectKnown(name, windows, ["ratios", index, "alone"]);
      for (const name of together) expectKnown(name, windows, ["ratios", index, "together"]);
    }
  });
export type Scenario = z.infer<typeof scenario>;
