import type { JsonObject } from "../../base/json.ts";
import type { Progress } from "../../base/log.ts";
import type { Plan } from "../../plan/plan.ts";
import type { RunPaths } from "../run-paths.ts";
import type { KindRelease } from "./kind-release.ts";

/** What the user says of the cluster that is made; the rest is the plan's. */
export interface KindOptions {
  /** A node image for `kind create cluster`; kind's own unless given. */
  readonly nodeImage?: string;
  /** A kind config, which ours is laid over. */
  readonly kindConfig?: string;
  /** Run by pods that are not the stack's: loaded with the others where an archive has it. */
  readonly generatorImage?: string;
  readonly bypassValues?: BypassValues;
}

/**
 * Changes the chart's values after the allow-list and the safety layer. For tests alone, which prove that what must not
 * happen is seen: no flag and no file leads here.
 */
export type BypassValues = (values: JsonObject) => JsonObject;

export interface How {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What brings a stack up, from its plan to a cluster that it is installed into. */
export interface KindWork extends How {
  readonly plan: Plan;
  readonly options: KindOptions;
  readonly prepared: KindRelease;
  readonly paths: RunPaths;
  /** What is let go of when the stack ends, or is left to itself. */
  readonly held: AsyncDisposableStack;
}
