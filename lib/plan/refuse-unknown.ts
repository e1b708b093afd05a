import { usageError } from "../base/errors.ts";
import { isObject, type JsonObject } from "../base/json.ts";
import { knownVersions } from "../settings/known-keys.ts";
import { type UnknownSetting, unknownSettings } from "../settings/unknown-settings.ts";
import type { StatedSettings } from "./taken-settings.ts";

/**
 * Throws usageError for settings that the planned Loki version does not know, and suggests the nearest known ones. Loki
 * would refuse to start with an unknown setting. Returns a warning if lokiproof has no list of that version's settings.
 */
export function refuseUnknown(stated: readonly StatedSettings[], lokiVersion: string): readonly string[] {
  const given = stated.filter(({ config, overrides }) => Object.keys({ ...config, ...overrides }).length > 0);
  const found = given.map((one) => ({ source: one.source, unknown: unknownIn(one, lokiVersion) }));
  if (found.some(({ unknown }) => unknown === undefined)) {
    return [
      `Loki ${lokiVersion}: its settings are not known here (those of ${knownVersions.join(", ")} are), so a misspelt one is found by Loki itself`,
    ];
  }
  const lines = found.flatMap(({ source, unknown = [] }) =>
    unknown.map((one) => `${source}: ${describe(one, lokiVersion)}`),
  );
  if (lines.length === 0) return [];
  throw usageError(lines.join("\n"), {
    code: "UNKNOWN_SETTING",
    hint: `correct or remove it: Loki ${lokiVersion} does not start with a setting that it does not know`,
  });
}

/** The config section whose keys are also the keys of each tenant's runtime overrides. */
const limits = "limits_config";

function unknownIn(
  { config, overrides }: StatedSettings,
  lokiVersion: string,
): readonly UnknownSetting[] | undefined {
  const ofConfig = unknownSettings(config, lokiVersion);
  if (ofConfig === undefined) return undefined;
  const ofTenants = Object.entries(overrides).flatMap(([tenant, own]) =>
    isObject(own) ? unknownLimits(tenant, own, lokiVersion) : [],
  );
  return [...ofConfig, ...ofTenants];
}

function unknownLimits(tenant: string, own: JsonObject, lokiVersion: string): readonly UnknownSetting[] {
  const unknown = unknownSettings({ [limits]: own }, lokiVersion) ?? [];
  return unknown.map((one) => ({
    ...one,
    path: `overrides.${tenant}${one.path.slice(limits.length)}`,
    nearest: one.nearest?.startsWith(limits) ? one.nearest.slice(limits.length + 1) : undefined,
  }));
}

function describe({ path, versions, nearest }: UnknownSetting, lokiVersion: string): string {
  if (versions.length > 0)
    return `${path} is a setting of Loki ${versions.join(" and ")}, not of ${lokiVersion}`;
  const meant = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return `Loki ${lokiVersion} has no setting ${path}${meant}`;
}
