import type { JsonObject } from "../base/json.ts";
import type { Probe } from "./probe.ts";

/**
 * The part of a run that tests one claim about Loki: the claim's probes, and the tenants that only these probes write
 * to.
 */
export interface Claim {
  /** The name that a claim's suite, folder and checks share. */
  readonly suite: string;
  readonly probes: readonly Probe<unknown>[];
  /**
   * The runtime overrides of the tenants that only this claim's probes use, by tenant. The names of lokiproof's tenants
   * begin with `lokiproof-`.
   */
  readonly tenants?: Readonly<Record<string, JsonObject>>;
}
