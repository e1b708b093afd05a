import { statedLimit } from "../promises/limits.ts";
import { unstated } from "./attachment.ts";
import { hasOwnLimits, writable } from "./may-write.ts";
import type { Plan } from "./plan.ts";

const topics = ["lokiVersion", "replicas", "bucket", "config", "overrides"];

/**
 * Describes what a run does with an existing Loki, so that the user can agree to the run. Returns an empty list for a
 * stack that lokiproof makes.
 */
export function describeAttachment(plan: Plan): readonly string[] {
  const { attachment: at } = plan;
  if (at === undefined) return [];
  const read = unstated(plan, topics);
  const written = writable(plan);
  const ours = written.filter((tenant) => tenant.startsWith("lokiproof-"));
  const theirs = written.filter((tenant) => !tenant.startsWith("lokiproof-"));
  return [
    `ATTACHED to context ${at.context}, namespace ${at.namespace}, release ${at.release}: nothing is made, changed, flushed or restarted there`,
    `stated by you: ${at.stated.join(", ") || "nothing"}; read from the cluster itself: ${read.join(", ") || "nothing"}`,
    ...at.sources.map((source) => `  ${source}`),
    `gateway ${at.gateway ?? "by a port-forward to one of its pods: it is read, and carries no load"}`,
    `bucket ${plan.bucket} is only read, and only what these tenants and the index have there`,
    `WRITES, through the gateway, to tenants of ours: ${ours.join(", ")}`,
    ...(theirs.length === 0 ? [] : [`WRITES to tenants that are NOT lokiproof's own: ${theirs.join(", ")}`]),
    ...limitsOfOurs(plan),
    `  lines older than ${age(plan)} are refused: no history is written`,
    ...(plan.config["auth_enabled"] === false
      ? ["auth_enabled is false there: all that is written is in the ONE tenant that everybody has"]
      : ["  pushes without a tenant are tried too: a Loki with auth_enabled refuses each"]),
  ].map((line) => `  ${line}`);
}

function limitsOfOurs(plan: Plan): readonly string[] {
  const without = Object.keys(plan.testTenants).filter((tenant) => !hasOwnLimits(plan, tenant));
  if (without.length === 0) return [];
  return [
    `  they have the cluster's own limits: checks that need small ones are skipped (${without.length} tenants; docs/attaching.md has their overrides)`,
  ];
}

function age(plan: Plan): string {
  const value = statedLimit(plan, "lokiproof-round-trip", "reject_old_samples_max_age");
  return typeof value === "string" ? value : "a week";
}
