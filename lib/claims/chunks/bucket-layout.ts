import { isObject, settingAt, textAt } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import { type ChunkKey, parseChunkKey } from "./chunk-key.ts";

/** Our own objects lie here; Loki has no tenant of that name. */
export const ownPrefix = "lokiproof-access/";

export type ObjectKind =
  | { readonly kind: "chunk"; readonly chunk: ChunkKey }
  /** `day`: days since the epoch; `tenant` only once the compactor has made it a file of one tenant. */
  | { readonly kind: "index"; readonly day: number; readonly tenant: string | undefined }
  | { readonly kind: "known" }
  | { readonly kind: "strange" };

/**
 * What an object of Loki's bucket is by its key. Beside chunks and index tables Loki keeps delete requests
 * (`index/delete_requests/`), the rules of tenants (`rules/`) and `loki_cluster_seed.json` there (3.7.8).
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

/** The prefixes of index tables in the plan's schema: `index_` for `index_20780`. */
export function tablePrefixes(plan: Plan): readonly string[] {
  const periods = settingAt(plan.config, ["schema_config", "configs"]);
  if (!Array.isArray(periods)) return [];
  return periods.map((period) =>
    isObject(period) ? textAt(period, ["index", "prefix"]) || "index_" : "index_",
  );
}

const dayMs = 86_400_000;

/** The days, since the epoch, whose index tables name this chunk. */
export function daysOf({ fromMs, throughMs }: ChunkKey): readonly number[] {
  const first = Math.floor(fromMs / dayMs);
  return Array.from({ length: Math.floor(throughMs / dayMs) - first + 1 }, (_, day) => first + day);
}
