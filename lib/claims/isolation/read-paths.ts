import type { Plan } from "../../plan/plan.ts";
import { retentionIsOn } from "../../promises/retention.ts";
import type { Component } from "../../stack/component.ts";
import { type Owner, owners, ownersIn, type Secrets } from "./secrets.ts";

export interface ReadPath {
  readonly name: string;
  readonly path: string;
  readonly method?: "GET" | "POST";
  readonly query?: Readonly<Record<string, string>>;
  /** The component that serves this read path if the gateway is bypassed. */
  readonly component: Component;
  /**
   * Owners who must see their own data on this read path; otherwise its answers prove nothing. Empty if the path cannot
   * show data immediately after a push.
   */
  readonly shows: readonly Owner[];
  /** Returns the owners whose data an answer shows. */
  readonly sees: (answer: { status: number; body: string }) => Owner[];
}

/**
 * Returns every path of Loki 3.7.8 that reads a tenant's logs (pkg/util/constants/api_paths.go). Tail, rules and
 * deletes are excluded because separate probes test them. format_query is excluded because it reads no tenant's data
 * and requires no tenant.
 */
export function readPaths(secrets: Secrets, nowMs: number): readonly ReadPath[] {
  const window = { start: `${nowMs - 60_000}000000`, end: `${nowMs + 1000}000000` };
  const query = { query: secrets.selector, ...window };
  const sees = (answer: { status: number; body: string }): Owner[] => ownersIn(answer, secrets);
  const at = (name: string, path: string, asked: Readonly<Record<string, string>>): ReadPath => ({
    name,
    path,
    query: asked,
    component: "query-frontend",
    shows: owners,
    sees,
  });
  const v1 = (name: string, asked: Readonly<Record<string, string>>): ReadPath =>
    at(name, `/loki/api/v1/${name}`, asked);
  const count = `sum by (owner_word) (count_over_time(${secrets.selector}[5m]))`;
  const series = { "match[]": secrets.selector, ...window };
  return [
    v1("query", { query: count }),
    v1("query_range", query),
    { ...v1("query_range", query), name: "query_range by POST", method: "POST" },
    {
      ...v1("query_range", { query: count, ...alignedTo(metricStepS, nowMs) }),
      name: "query_range of a metric",
    },
    v1("label", window),
    v1("labels", window),
    v1("label/owner_word/values", window),
    v1("series", series),
    ...owners.map((owner) => statsOf(secrets, owner, window)),
    v1("index/volume", { ...query, targetLabels: "owner_word" }),
    v1("index/volume_range", { ...query, targetLabels: "owner_word", step: "30" }),
    v1("detected_labels", query),
    v1("detected_fields", query),
    v1("detected_field/metadata_word/values", query),
    // Patterns need a pattern ingester, and appear only after some time.
    { ...v1("patterns", query), shows: [] },
    at("legacy query", "/api/prom/query", query),
    at("legacy label", "/api/prom/label", window),
    at("legacy label values", "/api/prom/label/owner_word/values", window),
    at("legacy series", "/api/prom/series", series),
  ];
}

const metricStepS = 10;

/**
 * Returns a time range: the last minute, in complete steps. A frontend that aligns queries to their step (the chart's
 * frontend does) cuts off an incomplete step.
 */
function alignedTo(stepS: number, nowMs: number): Readonly<Record<string, string>> {
  const end = Math.ceil(nowMs / 1000 / stepS) * stepS;
  return { start: `${end - 60 - stepS}000000000`, end: `${end}000000000`, step: String(stepS) };
}

/**
 * Returns an index/stats request for one owner's stream. The answer names no tenant, so any nonzero count shows that
 * owner's data.
 */
function statsOf({ words }: Secrets, owner: Owner, window: Readonly<Record<string, string>>): ReadPath {
  return {
    name: `index/stats of ${owner}'s stream`,
    path: "/loki/api/v1/index/stats",
    query: { query: `{owner_word="${words[owner]}"}`, ...window },
    component: "query-frontend",
    shows: [owner],
    sees: ({ status, body }) =>
      status === 200 && /"(streams|chunks|bytes|entries)":[1-9]/.test(body) ? [owner] : [],
  };
}

/**
 * More paths that require a tenant. They are not in `readPaths` because they show none of the tenant's logs or other
 * probes test them.
 */
export const tenantPaths: readonly Pick<ReadPath, "name" | "path" | "component" | "query" | "method">[] = [
  { name: "tail", path: "/loki/api/v1/tail", component: "query-frontend", query: { query: '{a="b"}' } },
  { name: "legacy tail", path: "/api/prom/tail", component: "query-frontend", query: { query: '{a="b"}' } },
  { name: "querier's tail", path: "/loki/api/v1/tail", component: "querier", query: { query: '{a="b"}' } },
  // Only queriers request shards. A frontend answers a request for shards with 500, even if the request has a tenant.
  {
    name: "index/shards",
    path: "/loki/api/v1/index/shards",
    component: "query-frontend",
    query: { query: '{a="b"}' },
  },
  { name: "rules", path: "/loki/api/v1/rules", component: "ruler" },
  { name: "rules of a namespace", path: "/loki/api/v1/rules/lokiproof", component: "ruler" },
  { name: "a rule group", path: "/loki/api/v1/rules/lokiproof/group", component: "ruler" },
  { name: "legacy rules", path: "/api/prom/rules", component: "ruler" },
  { name: "Prometheus rules", path: "/prometheus/api/v1/rules", component: "ruler" },
  { name: "Prometheus alerts", path: "/prometheus/api/v1/alerts", component: "ruler" },
  { name: "deletes", path: "/loki/api/v1/delete", component: "compactor" },
  { name: "cache generation", path: "/loki/api/v1/cache/generation_numbers", component: "compactor" },
];

/** Returns the paths in `tenantPaths` that the planned Loki serves. */
export function tenantPathsOf(plan: Pick<Plan, "config" | "replicas">): typeof tenantPaths {
  return tenantPaths.filter(({ component }) => answers(plan, component));
}

/**
 * Returns whether the planned Loki serves a component's paths that require a tenant. The ruler's paths need a running
 * ruler. The compactor's paths need retention (pkg/loki/modules.go, initCompactor, 3.7.8).
 */
export function answers(plan: Pick<Plan, "config" | "replicas">, component: Component): boolean {
  if (component === "ruler") return plan.replicas.ruler > 0;
  return component !== "compactor" || retentionIsOn(plan);
}

/** The names of `readPaths`, each with the owners who must see their own data on that path. */
export const readControls: ReadonlyMap<string, readonly Owner[]> = new Map(
  readPaths({ marker: "", selector: "", words: { "lokiproof-t-1": "", "lokiproof-t-12": "" } }, 0).map(
    ({ name, shows }) => [name, shows],
  ),
);
