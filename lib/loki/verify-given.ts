import { stringify } from "yaml";
import { usageError } from "../base/errors.ts";
import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import type { GivenFile, GivenFiles } from "../plan/given-files.ts";
import type { Plan } from "../plan/plan.ts";
import { type LokiToAsk, refusalOfConfig, refusalOfOverrides } from "./ask-loki.ts";
import { placesIn } from "./places-in.ts";

/**
 * Lets Loki itself check the user's config and overrides as given, because the defaults that a run adds could hide what
 * production would reject. Throws usageError with Loki's message. Returns notes for the user.
 */
export async function verifyGiven(
  { lokiConfig, overrides }: GivenFiles,
  plan: Plan,
  loki: LokiToAsk,
): Promise<readonly string[]> {
  const about = await Promise.all([
    lokiConfig === undefined ? [] : verifyConfig(lokiConfig, plan, loki),
    overrides === undefined ? [] : verifyOverrides(overrides, plan, loki),
  ]);
  return about.flat();
}

async function verifyConfig(given: GivenFile, plan: Plan, loki: LokiToAsk): Promise<readonly string[]> {
  const { file, text, value } = given;
  const expands = /\$\{[^}]*\}/.test(text);
  const asked = { ...loki, expandEnv: expands };
  const filled = fillGaps(value);
  const first = await refusalOfConfig(text, asked);
  const refusal =
    first !== undefined && filled !== undefined && isOfWhole(first)
      ? await refusalOfConfig(stringify(filled), asked)
      : first;
  if (refusal !== undefined) throw refused(given, plan, refusal);
  const isPart = filled !== undefined && first !== undefined;
  return [
    ...(isPart
      ? [
          `${file} is a part of a Loki config: Loki checked it with the rest that it needs (schema_config, common.path_prefix)`,
        ]
      : []),
    ...(expands
      ? [
          `${file} has \${...}: Loki checked it with nothing, or the default, in their places; in the run they are text`,
        ]
      : []),
  ];
}

/**
 * Returns the user's config on top of the minimum settings that Loki needs; undefined if the config has these settings.
 * Without a schema Loki 3.7.8 panics (pkg/loki/validation.go, validateSchemaRequirements), and without a `path_prefix`
 * or storage config Loki rejects the config.
 */
function fillGaps(value: Json): JsonObject | undefined {
  const given = isObject(value) ? value : {};
  const hasPaths = "common" in given || "storage_config" in given;
  if ("schema_config" in given && hasPaths) return undefined;
  return layer({ schema_config: { configs: [period] }, common: { path_prefix: "/loki" } }, given);
}

const period = {
  from: "2024-04-01",
  store: "tsdb",
  object_store: "s3",
  schema: "v13",
  index: { prefix: "index_", period: "24h" },
};

/** Reports whether Loki's error could be due to missing parts of a config. Errors in parsing the file never are. */
function isOfWhole(refusal: string): boolean {
  return refusal.startsWith("Loki ends with a panic") || refusal.includes("CONFIG ERROR");
}

const runtimeKeys = ["overrides", "configs", "multi_kv_config"];

async function verifyOverrides(given: GivenFile, plan: Plan, loki: LokiToAsk): Promise<readonly string[]> {
  const { file, text, value } = given;
  const blocks = isObject(value) ? Object.entries(value) : [];
  const others = blocks.map(([key]) => key).filter((key) => !runtimeKeys.includes(key));
  const known = Object.fromEntries(blocks.filter(([key]) => runtimeKeys.includes(key)));
  const limits = plan.config["limits_config"];
  const asked = others.length === 0 ? text : stringify(known);
  const said = await refusalOfOverrides(asked, isObject(limits) ? limits : {}, loki);
  // Line numbers are removed: they refer to a copy of the file that Loki rewrites before it reads the limits.
  const refusal = said?.replaceAll(/^(\s*)line \d+: /gm, "$1");
  if (refusal !== undefined) throw refused(given, plan, refusal);
  if (others.length === 0) return [];
  return [
    `${file}: Loki ${plan.lokiVersion} refuses this file while ${others.join(", ")} stands at its top (it takes ${runtimeKeys.join(", ")}): lokiproof takes the overrides alone`,
  ];
}

function refused({ file, value }: GivenFile, { lokiVersion }: Plan, refusal: string): Error {
  const places = placesIn(value, refusal);
  const where = places.length === 0 ? "" : `\n  in this file: ${places.join(", ")}`;
  return usageError(
    `Loki ${lokiVersion} refuses ${file} as it is given:\n  ${refusal.replaceAll("\n", "\n  ")}${where}`,
    { code: "LOKI_REFUSES", hint: `correct it: ${file}` },
  );
}
