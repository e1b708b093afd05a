import { z } from "zod";
import { jsonObject } from "../json-schema.ts";

/** The scenario field `stack.chart`: which Helm chart, under which values. */
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

/** One value that is not installed as it was given, and why. `was` and `now` are absent where they could be a secret. */
const changedValue = z.strictObject({
  path: z.string(),
  was: z.string().optional(),
  now: z.string().optional(),
  why: z.string(),
});
export type ChangedValue = z.infer<typeof changedValue>;

/** What a plan has of the chart: values to install but for what ties them to a stack (lib/helm/chart-values.ts). */
export const plannedChart = z.strictObject({
  reference: z.string(),
  version: z.string(),
  base: chartSpec.shape.base.unwrap(),
  /** Folder of image archives that are loaded in place of pulls. */
  images: z.string().optional(),
  /** Everything but Loki's config, runtime overrides, replicas and version: those are the plan's own. */
  values: jsonObject,
  /** `loki.runtimeConfig` was given as text; it is installed so, and read as what it means. */
  runtimeConfigIsText: z.boolean(),
  /** Production values that one machine cannot have. */
  laptop: z.array(changedValue),
  /** Values that were left out: they reach outside of the stack, or belong to where they come from. */
  overruled: z.array(changedValue),
});
export type PlannedChart = z.infer<typeof plannedChart>;
