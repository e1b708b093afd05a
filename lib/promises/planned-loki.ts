import type { JsonObject } from "../base/json.ts";

/** The part of a plan that describes Loki. Every plan has this part, even a plan that is not complete yet. */
export interface PlannedLoki {
  readonly lokiVersion: string;
  readonly replicas: {
    readonly distributor: number;
    readonly ingester: number;
    readonly querier: number;
    readonly "query-frontend": number;
    readonly "query-scheduler": number;
    readonly "index-gateway": number;
    readonly compactor: number;
    readonly ruler: number;
    readonly "pattern-ingester": number;
  };
  /** Loki's config in Loki's own structure. Settings that are absent have Loki's defaults. */
  readonly config: JsonObject;
  /** The runtime overrides by tenant. */
  readonly overrides: Readonly<Record<string, JsonObject>>;
}

/** The part of a plan from which limits are read. */
export type PlannedLimits = Pick<PlannedLoki, "config" | "overrides">;
export type PlannedConfig = Pick<PlannedLoki, "config">;
