import { z } from "zod";
import { latencyBudget, tenantLoad } from "./load-schema.ts";
import { stackSpec } from "./stack-schema.ts";

const tenantName = z
  .string()
  .min(1)
  .max(150)
  .regex(/^[A-Za-z0-9!_.*'()-]+$/, "expected a tenant id that Loki accepts");

/** What a scenario file may say. Version 1; strict: an unknown field is an error with its path. */
export const scenario = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    name: z.string().regex(/^[a-z0-9-]+$/, "expected lower-case letters, digits and hyphens"),
    description: z.string(),
    seed: z.int().nonnegative().default(1),
    scale: z.number().min(0.001).default(1).describe("divides every byte rate, burst and planned load alike"),
    stack: stackSpec.prefault({}),
    tenants: z.record(tenantName, tenantLoad).describe("the load of each tenant"),
    budgets: z.array(latencyBudget).default([]),
    checks: z
      .strictObject({
        suites: z.array(z.string()).optional().describe("only these suites; all unless said"),
        required: z
          .array(z.string())
          .default([])
          .describe("checks whose skip is unknown; `*` at the end matches any"),
      })
      .prefault({}),
  })
  .superRefine(({ budgets, tenants }, context) => {
    for (const [index, { tenant }] of budgets.entries()) {
      if (tenant in tenants) continue;
      const known = Object.keys(tenants).join(", ");
      const message = `tenant "${tenant}" has no load in this scenario: expected one of ${known}`;
      context.addIssue({ code: "custom", path: ["budgets", index, "tenant"], message });
    }
  });
export type Scenario = z.infer<typeof scenario>;
