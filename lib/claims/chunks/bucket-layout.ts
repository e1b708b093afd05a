import { isObject, settingAt, textAt } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import { type ChunkKey, parseChunkKey } from "./chunk-key.ts";

/** The key prefix of lokiproof's own objects in Loki's bucket. No Loki tenant has that name. */
export const ownPrefix = "lokiproof-access/";

export type ObjectKind =
  | { readonly kind: "chunk"; readonly chunk: ChunkKey }
  /**
   * An index file of Loki. `day` counts days since the epoch. `tenant` is set only if the compactor made the file for
   * one tenant.
   */
  | { readonly kind: "index"; readonly day: number; readonly tenant: string | undefined }
  | { readonly kind: "known" }
  | { readonly kind: "strange" };

/**
 * Classifies an object of Loki's bucket by its key. Apart from chunks and index tables, Loki 3.7.8 stores delete
 * requests (`index/delete_requests/`), tenants' rules (`rules/`) and `loki_cluster_seed.json`.
 */
export function objectKind(key: string, tablePrefixes: readonly string[]): ObjectKind {
  if (key.startsWith(ownPrefix) || key.startsWith("rules/") || key === "loki_cluster_seed.json")
    return { kind: "known" };
  if (key.startsWith("index/")) return indexKind(key.slice("index/".length), tablePrefixes);
  const chunk = parseChunkKey(key);
  return chunk === undefined ? { kind: "strange" } : { kind: "chunk", chunk };
}

function indexKind(path: string, tablePrefixes: readonly string[]): ObjectKind {
  if (path.startsWith("delete_requests/")) return { kind: "known" };
  const parts = path.split("/");
  const [table = "", ...rest] = parts;
  const prefix = tablePrefixes.find((one) => table.startsWith(one) && /^\d+$/.test(table.slice(one.length)));
  const file = rest.at(-1) ?? "";
  if (prefix === undefined || rest.length > 2 || !/\.tsdb(\.gz)?$/.test(file)) return { kind: "strange" };
  return {
    kind: "index",
    day: Number(table.slice(prefix.length)),
    tenant: rest.length === 2 ? rest[0] : undefined,
  };
}

/**
 * Returns the key prefixes of index tables in the plan's schema. A table's key is the prefix and a day: `index_` for
 * `index_20780`.
 */
export function tablePrefixes(plan: Plan): readonly string[] {
  const periods = settingAt(plan.config, ["schema_config", "configs"]);
  if (!Array.isArray(periods)) return [];
  return periods.map((period) =>
    isObject(period) ? textAt(period, ["index", "prefix"]) || "index_" : "index_",
  );
}

const dayMs = 86_400_000;

/** Returns the days, counted from the epoch, whose index tables must refer to this chunk. */
export function daysOf({ fromMs, throughMs }: ChunkKey): readonly number[] {
  const first = Math.floor(fromMs / dayMs);
  return Array.from({ length: Math.floor(throughMs / dayMs) - first + 1 }, (_, day) => first + day);
}
