import { usageError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/json.ts";
import { unknownPaths } from "./chart-keys.ts";
import { keptValues } from "./kept-values.ts";
import { lokiConfigOf, otherSpelling } from "./loki-sections.ts";
import { runtimeOverridesOf } from "./runtime-overrides.ts";
import { setValues } from "./set-values.ts";
import { replicasOf, versionOf } from "./stated-values.ts";

/**
 * Throws usageError for a `--set` of a key that the chart does not have. Helm ignores an unknown key, but on the
 * command line an unknown key is surely a mistake.
 */
export function refuseUnknownSettings(settings: readonly string[], version: string): void {
  for (const setting of settings) {
    const [path] = unknownPaths(setValues([setting]), version);
    if (path === undefined) continue;
    const meant = otherSpelling(path);
    throw usageError(
      `--set ${path.join(".").slice(0, 100)}: chart ${version} has no such key, and Helm would ignore it`,
      {
        code: "BAD_SET",
        hint: meant === undefined ? "helm show values of the chart lists its keys" : `did you mean ${meant}?`,
      },
    );
  }
}

/**
 * Throws usageError for a values file without any usable value. It would not change the plan, although the user
 * believes that the file was tested.
 */
export function refuseUseless(values: JsonObject, file: string, version: string): void {
  const count = Object.keys(values).length;
  const { values: kept, leftOut } = keptValues(values, version);
  const says = [
    lokiConfigOf(values),
    replicasOf(values, version),
    runtimeOverridesOf(values).overrides,
    kept,
  ];
  const taken = says.some((part) => hasLeaf(part)) || versionOf(values) !== undefined;
  if (taken || count === 0) return;
  const reasons = leftOut.slice(0, 5).map(({ path, why }) => `  ${path}: ${why}`);
  throw usageError(
    `chart values ${file}: none of ${count === 1 ? "its 1 key is" : `its ${count} keys is`} accepted, so this file would change nothing\n${reasons.join("\n")}`,
    { code: "NOTHING_TAKEN", hint: "leave the file out, or give values of the chart loki" },
  );
}

function hasLeaf(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined;
  return Object.values(value).some(hasLeaf);
}
