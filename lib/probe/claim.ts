import type { JsonObject } from "../base/json.ts";
import type { Probe } from "./probe.ts";

/** A claim's part in a run: its probes, and the tenants that only these probes write to. */
export interface Claim {
  /** The name of the claim's suite, of its folder and of its checks. */
  readonly suite: string;
  readonly probes: readonly Probe<unknown>[];
  /**
   * The runtime overrides of the claim's own tenants, by tenant. The names of lokiproof's tenants begin with
   * `lokiproof-`.
   */
  readonly tenants?: Readonly<Record<string, JsonObject>>;
}
