import type { JsonObject } from "../base/json.ts";
import { type HelmContext, helm } from "./helm-command.ts";
import { type Manifests, parseManifests } from "./manifests.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/** Renders a chart as an installation would. Throws HelmError if the chart refuses the values. */
export async function renderChart(
  folder: string,
  values: JsonObject,
  around: Pick<ChartSurroundings, "namespace" | "release">,
  context: HelmContext,
): Promise<Manifests> {
  const args = ["template", around.release, folder, "--namespace", around.namespace, "--values", "-"];
  return parseManifests(await helm(args, context, JSON.stringify(values)));
}
