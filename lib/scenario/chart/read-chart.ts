import { dirname, resolve } from "node:path";
import { type JsonObject } from "../../base/json.ts";
import { withoutForeign } from "../foreign-values.ts";
import { jsonObject } from "../json-schema.ts";
import type { Plan } from "../plan.ts";
import { readYaml } from "../read-yaml.ts";
import type { Replicas } from "../stack-schema.ts";
import { stripSecrets } from "../strip-secrets.ts";
import { articleValues } from "./article-values.ts";
import type { ChangedValue, ChartSpec, PlannedChart } from "./chart-schema.ts";
import { keptValues } from "./kept-values.ts";
import { laptopProfile } from "./laptop-profile.ts";
import { layerValues } from "./layer-values.ts";
import { lokiConfigOf } from "./loki-sections.ts";
import { removedPaths } from "./removed-paths.ts";
import { runtimeOverridesOf } from "./runtime-overrides.ts";
import { setValues } from "./set-values.ts";
import { replicasOf, versionOf } from "./stated-values.ts";

/** What the command line says of the chart, over what the scenario says. */
export interface ChartFlags {
  readonly valuesFiles?: readonly string[];
  /** `--set`, each as it was typed. */
  readonly settings?: readonly string[];
  readonly reference?: string;
  readonly version?: string;
  readonly images?: string;
}

/** Chart values, taken apart: what they say of Loki goes into the plan's expectations, the rest is installed. */
export interface ReadChart {
  readonly replicas: Partial<Replicas>;
  /** In Loki's own structure, without secrets. */
  readonly config: JsonObject;
  readonly overrides: JsonObject;
  readonly lokiVersion: string | undefined;
  readonly planned: PlannedChart;
}

/** Reads and layers the chart values of a scenario and of the user. Throws usageError. */
export async function readChart(
  spec: ChartSpec,
  flags: ChartFlags,
  { file, provider }: { readonly file: string; readonly provider: Plan["provider"] },
): Promise<ReadChart> {
  const ofScenario = spec.valuesFiles.map((name) => resolve(dirname(file), name));
  const [scenarioValues, userValues] = await Promise.all([
    readFiles(ofScenario),
    readFiles(flags.valuesFiles ?? []),
  ]);
  const given = [scenarioValues, spec.values, userValues, setValues(flags.settings ?? [])].reduce(
    layerValues,
  );
  const { config, stripped } = stripSecrets(lokiConfigOf(given));
  const runtime = runtimeOverridesOf(given);
  const kept = keptValues(given);
  const wanted = layerValues(spec.base === "article" ? articleValues : {}, kept.values);
  // An existing cluster has nodes and classes of its own.
  const laptop = provider === "kind" ? laptopProfile(wanted) : { values: wanted, changes: [] };
  return {
    replicas: replicasOf(given),
    config,
    overrides: runtime.overrides,
    lokiVersion: versionOf(given),
    planned: {
      reference: flags.reference ?? spec.reference,
      version: flags.version ?? spec.version,
      base: spec.base,
      ...(flags.images === undefined ? {} : { images: flags.images }),
      values: laptop.values,
      runtimeConfigIsText: runtime.isText,
      laptop: [...laptop.changes],
      overruled: [...kept.leftOut, ...foreignOf(config, stripped), ...runtime.leftOut],
    },
  };
}

async function readFiles(files: readonly string[]): Promise<JsonObject> {
  const read = await Promise.all(files.map((file) => readYaml(file, jsonObject.nullable(), "chart values")));
  return read.reduce<JsonObject>((under, over) => layerValues(under, over ?? {}), {});
}

function foreignOf(config: JsonObject, stripped: readonly string[]): ChangedValue[] {
  const secret = stripped.map((path) => ({ path: `loki: ${path}`, why: "looks like a secret" }));
  const gone = removedPaths(config, withoutForeign(config));
  return [...secret, ...gone.map((path) => ({ path: `loki: ${path}`, why: whyForeign(path) }))];
}

function whyForeign(path: string): string {
  return path.includes("index_gateway_client")
    ? "the address is the stack's own; how it makes clients (dns+, dns:///, a service) is kept"
    : "names a store, ring, cache, receiver or file outside";
}
