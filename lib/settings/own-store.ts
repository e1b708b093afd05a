import { isObject, type Json, type JsonObject } from "../base/json.ts";
import type { DroppedSetting, HarmlessConfig } from "./harmless-config.ts";

const ownStore = "s3";
const moved = "names a store; the stack keeps everything in its own S3";
const legacy =
  "keeps its index in a store that this stack does not have (tsdb and boltdb-shipper are possible), so the period is left out";

/** The index stores that a lokiproof stack supports: both keep their files in the object store. */
const possible: ReadonlySet<Json | undefined> = new Set(["tsdb", "boltdb-shipper"]);

/**
 * Returns a Loki config that keeps all chunks, indexes and delete requests in the stack's own S3. A schema period with
 * an index in a cloud database is left out: Loki would try to connect to that cloud (pkg/storage/factory.go, 3.7.8).
 */
export function inOwnStore(config: JsonObject): HarmlessConfig {
  const dropped: DroppedSetting[] = [];
  const { schema_config: schema, compactor } = config;
  const { schema_config: _, ...others } = config;
  const periods = isObject(schema) ? periodsOf(schema, dropped) : schema;
  return {
    config: {
      ...others,
      ...(periods === undefined ? {} : { schema_config: periods }),
      ...(isObject(compactor) ? { compactor: withOwnRequests(compactor, dropped) } : {}),
    },
    dropped,
  };
}

/**
 * Returns the schema with only the periods whose index store the stack supports. Returns undefined if no period is
 * left; in that case the schema of the reference deployment applies.
 */
function periodsOf(schema: JsonObject, dropped: DroppedSetting[]): JsonObject | undefined {
  const { configs } = schema;
  if (!Array.isArray(configs)) return schema;
  const kept = (configs as readonly Json[]).flatMap((period, index): readonly Json[] => {
    const path = `schema_config.configs[${index}]`;
    if (!isObject(period)) return [period];
    if (period["store"] !== undefined && !possible.has(period["store"])) {
      dropped.push({ path, why: legacy });
      return [];
    }
    if (period["object_store"] !== ownStore) dropped.push({ path: `${path}.object_store`, why: moved });
    return [{ ...period, object_store: ownStore }];
  });
  return kept.length === 0 && configs.length > 0 ? undefined : { ...schema, configs: kept };
}

/**
 * Makes the compactor keep its delete requests in the stack's S3. An empty store name stays, because Loki rejects it
 * together with retention, and Loki's own config check reports that.
 */
function withOwnRequests(compactor: JsonObject, dropped: DroppedSetting[]): JsonObject {
  const { delete_request_store: store } = compactor;
  if (typeof store !== "string" || store === "" || store === ownStore) return compactor;
  dropped.push({ path: "compactor.delete_request_store", why: moved });
  return { ...compactor, delete_request_store: ownStore };
}
