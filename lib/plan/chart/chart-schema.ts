import { z } from "zod";
import { jsonObject } from "../json-schema.ts";

/** The scenario field `stack.chart`: which Helm chart to install, with which values. */
export const chartSpec = z.strictObject({
  reference: z
    .string()
    .min(1)
    .default("grafana-community/loki")
    .describe(
      "grafana-community/loki, grafana/loki, an oci:// reference, a folder, or the https address of an archive",
    ),
  version: z.string().default("6.55.0").describe("a version or a range such as 6.*; of a folder: its own"),
  base: z
    .enum(["article", "none"])
    .default("article")
    .describe("none: your values over the chart's own defaults, as a plain helm install would have them"),
  valuesFiles: z.array(z.string()).default([]).describe("chart values, each laid over the one before"),
  values: jsonObject.default({}).describe("chart values laid over those of valuesFiles"),
});
export type ChartSpec = z.infer<typeof chartSpec>;

/**
 * A chart value that is not installed as given, and the reason. `was` and `now` are absent if they could be a secret.
 */
const changedValue = z.strictObject({
  path: z.string(),
  was: z.string().optional(),
  now: z.string().optional(),
  why: z.string(),
});
export type ChangedValue = z.infer<typeof changedValue>;

/**
 * The Helm chart in a plan. Its values are complete, except for those that tie Loki to a stack
 * (lib/helm/chart-values.ts).
 */
export const plannedChart = z.strictObject({
  reference: z.string(),
  version: z.string(),
  base: chartSpec.shape.base.unwrap(),
  /** A folder of container image archives. They are loaded into the cluster, and no image is pulled. */
  images: z.string().optional(),
  /**
   * The chart values, without Loki's config, runtime overrides, replicas and version, which the plan holds
   * separately.
   */
  values: jsonObject,
  /**
   * True if `loki.runtimeConfig` was given as text. It is then installed as text, and its parsed content is expected of
   * Loki.
   */
  runtimeConfigIsText: z.boolean(),
  /** Production chart values that were changed because they do not work on one machine. */
  laptop: z.array(changedValue),
  /**
   * Chart values that were left out, because they reach outside the stack or only make sense in the user's own cluster.
   */
  overruled: z.array(changedValue),
});
export type PlannedChart = z.infer<typeof plannedChart>;
