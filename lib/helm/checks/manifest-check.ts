import type { JsonObject } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ChartProblem } from "../chart-problem.ts";
import type { Manifests } from "../manifests.ts";

/** The input of a check of a rendered chart. */
export interface RenderedChart {
  readonly manifests: Manifests;
  /** Loki's config in the rendered chart. */
  readonly config: JsonObject;
  /** The plan, with the intended replicas and versions. */
  readonly plan: Plan;
}

/** A pure function that returns the problems that installing the chart would cause. */
export type ManifestCheck = (rendered: RenderedChart) => readonly ChartProblem[];
