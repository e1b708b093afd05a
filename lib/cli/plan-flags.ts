import type { PlanOptions } from "../plan/plan-options.ts";

export interface PlanFlags {
  readonly stack: PlanOptions["provider"];
  readonly lokiConfig?: string;
  readonly overrides?: string;
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly chart?: string;
  readonly chartVersion?: string;
  readonly images?: string;
  readonly break: readonly string[];
  readonly seed?: number;
  readonly scale?: number;
  readonly force?: boolean;
}
