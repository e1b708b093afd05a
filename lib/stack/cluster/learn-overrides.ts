import { basename } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { isObject, type JsonObject, textAt } from "../../base/json.ts";
import { jsonObject } from "../../plan/json-schema.ts";
import { instanceLabel } from "../release.ts";
import { hasLabels, type Mapping } from "./mapping.ts";

export interface SeenConfigMap {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

export type LearnedOverrides =
  | { readonly overrides: Readonly<Record<string, JsonObject>>; readonly source: string }
  /** The reason why Loki's runtime overrides are not known. */
  | { readonly problem: string };

const runtimeFile = z.looseObject({ overrides: z.record(z.string(), jsonObject.nullable()).nullish() });

/**
 * Returns Loki's runtime overrides. They are read from the namespace's ConfigMaps because Loki itself lists no tenants.
 * Takes the ConfigMap that the mapping names. Otherwise takes the one with a key named like the runtime file
 * (`runtime_config.file` in a Loki process's config), preferably one of the release.
 */
export function learnOverrides(
  maps: readonly SeenConfigMap[],
  { config, mapping, release }: { config: JsonObject; mapping: Mapping; release: string },
): LearnedOverrides {
  const file = textAt(config, ["runtime_config", "file"]);
  if (file === "" && mapping.runtimeConfig === undefined) {
    return { overrides: {}, source: "Loki has no runtime file: there are no overrides" };
  }
  const key = mapping.runtimeConfig?.key ?? basename(file.split(",")[0] ?? "");
  const named = mapping.runtimeConfig?.configMap;
  const having = maps.filter(({ name, data }) => key in data && (named === undefined || name === named));
  const own = having.filter(({ labels }) => hasLabels(labels, { [instanceLabel]: release }));
  const [found, ...more] = own.length > 0 ? own : having;
  if (found === undefined) return { problem: `no ConfigMap ${named ?? ""} with a key ${key} was found` };
  if (more.length > 0) {
    const names = [found, ...more].map(({ name }) => name).join(", ");
    return { problem: `${names} all have a key ${key}: say which with --mapping` };
  }
  return parsed(found.data[key] ?? "", `ConfigMap ${found.name}, key ${key}`);
}

function parsed(text: string, source: string): LearnedOverrides {
  try {
    const { overrides } = runtimeFile.parse(parse(text) ?? {});
    const entries = Object.entries(overrides ?? {}).map(
      ([tenant, limits]) => [tenant, isObject(limits ?? undefined) ? (limits ?? {}) : {}] as const,
    );
    return { overrides: Object.fromEntries(entries), source };
  } catch (error) {
    return { problem: `${source} is no runtime file: ${describeError(error)}` };
  }
}
