import { usageError } from "../base/errors.ts";
import { replicationOf } from "../promises/replication.ts";
import { keepsStructuredMetadata, schemaAt } from "../promises/schema.ts";
import type { Plan } from "./plan.ts";

type Planned = Pick<Plan, "provider" | "attachment" | "config" | "replicas" | "createdAt">;

/**
 * Throws usageError if Loki could not ingest or query with the planned replicas, or if lokiproof cannot judge a Loki
 * with the planned schema. Never throws for an existing Loki.
 */
export function refuseUnusableShape(plan: Planned): void {
  if (plan.attachment !== undefined) return;
  const problems = [
    ...missingProblems(plan),
    ...quorumProblems(plan),
    ...schedulerProblems(plan),
    ...schemaProblems(plan),
  ];
  if (problems.length === 0) return;
  throw usageError(problems.join("\n"), {
    code: "UNUSABLE_SHAPE",
    hint: "lokiproof plan SCENARIO   shows how many of each component are planned",
  });
}

/** The components that every push or query needs. */
const indispensable = ["distributor", "ingester", "querier", "query-frontend"] as const;

function missingProblems({ replicas }: Planned): readonly string[] {
  const missing = indispensable.filter((component) => replicas[component] === 0);
  if (missing.length === 0) return [];
  return [
    `0 of ${missing.join(", ")}: such a Loki accepts no line, or answers no query; expected at least 1 of each`,
  ];
}

function quorumProblems(plan: Planned): readonly string[] {
  const { factor, quorum } = replicationOf(plan);
  const { ingester } = plan.replicas;
  if (ingester === 0 || ingester >= quorum) return [];
  return [
    `${ingester} ingesters at a replication factor of ${factor} acknowledge no push: expected at least ${quorum}, or a smaller common.replication_factor`,
  ];
}

function schemaProblems(plan: Planned): readonly string[] {
  const schema = schemaAt(plan, Date.parse(plan.createdAt));
  if (schema === undefined || keepsStructuredMetadata(schema)) return [];
  return [
    `schema_config: today's schema is ${schema}; lokiproof writes structured metadata, which Loki keeps since v13: expected a period of schema v13 that has begun`,
  ];
}

/**
 * Reports several query-frontends without a query-scheduler on a local stack. Without a scheduler, queriers connect to
 * one address, `frontend_worker.frontend_address`. DNS normally resolves it to all frontends
 * (pkg/querier/worker/worker.go, 3.7.8), but a loopback address is only one.
 */
function schedulerProblems({ provider, replicas }: Planned): readonly string[] {
  const frontends = replicas["query-frontend"];
  if (provider !== "local" || replicas["query-scheduler"] > 0 || frontends < 2) return [];
  return [
    `${frontends} query-frontends without a query-scheduler: on a local stack queriers reach only one frontend then; expected 1 query-frontend, or at least 1 query-scheduler`,
  ];
}
