import type { JsonObject } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ChartProblem } from "../chart-problem.ts";
import type { Manifests } from "../manifests.ts";

/** What a check of a rendered chart looks at. */
export interface RenderedChart {
  readonly manifests: Manifests;
  /** Loki's config as it is rendered. */
  readonly config: JsonObject;
  /** What the values mean: replicas, versions. */
  readonly plan: Plan;
}

/** Pure; names what would go wrong if this were installed. */
export type ManifestCheck = (rendered: RenderedChart) => readonly ChartProblem[];
