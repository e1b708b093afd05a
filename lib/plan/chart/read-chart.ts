import { dirname, resolve } from "node:path";
import type { JsonObject } from "../../base/json.ts";
import { chartValuesYaml } from "../../input/yaml-dialect.ts";
import { jsonObject } from "../json-schema.ts";
import type { Plan } from "../plan.ts";
import { type ReadYamlOptions, readYaml } from "../read-yaml.ts";
import type { Replicas } from "../stack-schema.ts";
import { articleValues } from "./article-values.ts";
import type { ChartSpec, PlannedChart } from "./chart-schema.ts";
import { keptValues } from "./kept-values.ts";
import { laptopProfile } from "./laptop-profile.ts";
import { layerValues } from "./layer-values.ts";
import { lokiConfigOf } from "./loki-sections.ts";
import { refuseOtherKind } from "./other-values.ts";
import { refuseUnknownSettings, refuseUseless } from "./refuse-values.ts";
import { runtimeOverridesOf } from "./runtime-overrides.ts";
import { setValues } from "./set-values.ts";
import { replicasOf, versionOf } from "./stated-values.ts";
import { withoutTemplates } from "./without-templates.ts";

/** Chart settings from the command line. They take precedence over the chart settings in the scenario. */
export interface ChartFlags {
  readonly valuesFiles?: readonly string[];
  /** The user's `--set` arguments as typed. */
  readonly settings?: readonly string[];
  readonly reference?: string;
  readonly version?: string;
  readonly images?: string;
}

/** Chart values in two parts: Loki's settings go into the plan's expectations, and the rest is installed. */
export interface ReadChart {
  readonly replicas: Partial<Replicas>;
  /**
   * The Loki config in chart values, in Loki's own structure, as given. It must pass through takeSettings before it
   * goes into a plan.
   */
  readonly config: JsonObject;
  readonly overrides: JsonObject;
  readonly lokiVersion: string | undefined;
  readonly planned: PlannedChart;
}

interface ChartSource extends ReadYamlOptions {
  /** The path of the scenario file. */
  readonly file: string;
  readonly provider: Plan["provider"];
}

/** Reads and merges the chart values of the scenario and the user. Throws usageError. */
export async function readChart(
  spec: ChartSpec,
  flags: ChartFlags,
  { file, provider, ...reading }: ChartSource,
): Promise<ReadChart> {
  const version = flags.version ?? spec.version;
  const given = await readGiven(spec, flags, { file, version, reading });
  const loki = withoutTemplates(lokiConfigOf(given));
  const runtime = runtimeOverridesOf(given);
  const overrides = withoutTemplates(runtime.overrides);
  const kept = keptValues(given, version);
  const replicas = replicasOf(given, version);
  const wanted = layerValues(spec.base === "article" ? articleValues : {}, kept.values);
  // Only a kind cluster needs the changes to chart values for one machine. An existing cluster has its own nodes and
  // storage classes.
  const laptop = provider === "kind" ? laptopProfile(wanted) : { values: wanted, changes: [] };
  return {
    replicas,
    config: loki.config,
    overrides: overrides.config,
    lokiVersion: versionOf(given),
    planned: {
      reference: flags.reference ?? spec.reference,
      version,
      base: spec.base,
      ...(flags.images === undefined ? {} : { images: flags.images }),
      values: laptop.values,
      runtimeConfigIsText: runtime.isText,
      laptop: [...laptop.changes],
      overruled: [...kept.leftOut, ...loki.leftOut, ...runtime.leftOut, ...overrides.leftOut],
    },
  };
}

interface Source {
  readonly file: string;
  readonly version: string;
  readonly reading: ReadYamlOptions;
}

/** Merges all chart values as Helm does, later ones winning: the scenario's, the user's files, `--set`. */
async function readGiven(
  spec: ChartSpec,
  flags: ChartFlags,
  { file, version, reading }: Source,
): Promise<JsonObject> {
  const files = [
    ...spec.valuesFiles.map((name) => resolve(dirname(file), name)),
    ...(flags.valuesFiles ?? []),
  ];
  const read = await Promise.all(files.map((name) => readValues(name, version, reading)));
  const ofScenario = read.slice(0, spec.valuesFiles.length).reduce(layerValues, {});
  const ofUser = read.slice(spec.valuesFiles.length).reduce(layerValues, {});
  const settings = flags.settings ?? [];
  refuseUnknownSettings(settings, version);
  const given = setValues(settings, [ofScenario, spec.values, ofUser].reduce(layerValues));
  refuseOtherKind(given, "together");
  return given;
}

async function readValues(file: string, version: string, reading: ReadYamlOptions): Promise<JsonObject> {
  const values = await readYaml(file, jsonObject, "chart values", {
    ...reading,
    kind: "values",
    dialect: chartValuesYaml,
    empty: {},
  });
  refuseOtherKind(values, file);
  refuseUseless(values, file, version);
  return values;
}
