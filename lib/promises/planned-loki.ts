import type { JsonObject } from "../base/json.ts";

/** The part of a plan that promises are read from. Every plan has it, also one that is still being made. */
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
  /** Loki's config in Loki's own structure; what it leaves out is at Loki's default. */
  readonly config: JsonObject;
  /** Runtime overrides by tenant. */
  readonly overrides: Readonly<Record<string, JsonObject>>;
}

/** Limits need no more than this. */
export type PlannedLimits = Pick<PlannedLoki, "config" | "overrides">;
export type PlannedConfig = Pick<PlannedLoki, "config">;
