import type { JsonObject } from "../base/json.ts";
import type { Probe } from "./probe.ts";

/** A claim's part in a run: what is observed for it, and the tenants that only its probes write to. */
export interface Claim {
  /** The name of its suite, of its folder and of its checks. */
  readonly suite: string;
  readonly probes: readonly Probe<unknown>[];
  /** The runtime overrides of its tenants, by tenant. lokiproof's own tenants begin with `lokiproof-`. */
  readonly tenants?: Readonly<Record<string, JsonObject>>;
}
