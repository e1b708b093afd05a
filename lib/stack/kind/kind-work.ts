import type { JsonObject } from "../../base/json.ts";
import type { Progress } from "../../base/log.ts";
import type { Plan } from "../../plan/plan.ts";
import type { RunPaths } from "../run-paths.ts";
import type { KindRelease } from "./kind-release.ts";

/** The user's options for the kind cluster that is made; everything else comes from the plan. */
export interface KindOptions {
  /** Node image for `kind create cluster`; default: kind's own. */
  readonly nodeImage?: string;
  /** Path of a kind config, onto which lokiproof's settings are merged. */
  readonly kindConfig?: string;
  /**
   * Image of the load generator's pods, which are not part of the stack. The image is loaded with the others if an
   * archive contains it.
   */
  readonly generatorImage?: string;
  readonly bypassValues?: BypassValues;
}

/**
 * A function that changes the chart's values after the allow-list and the safety layer. Only tests use it, to prove
 * that forbidden values are detected; no flag or file sets it.
 */
export type BypassValues = (values: JsonObject) => JsonObject;

export interface How {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Everything needed to start a stack in a cluster. */
export interface KindWork extends How {
  readonly plan: Plan;
  readonly options: KindOptions;
  readonly prepared: KindRelease;
  readonly paths: RunPaths;
  /** Resources, such as the port lock, that are released when the stack ends or is left running. */
  readonly held: AsyncDisposableStack;
}
