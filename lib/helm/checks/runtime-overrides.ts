import { isObject } from "../../base/json.ts";
import { renderedRuntimeConfig } from "../manifests.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Checks that Loki can read its runtime overrides file. Loki exits if the file is not a mapping (pkg/runtime, 3.7.8;
 * measured.md).
 */
export const runtimeOverrides: ManifestCheck = ({ manifests, plan }) => {
  const rendered = renderedRuntimeConfig(manifests);
  if (rendered === undefined || isObject(rendered)) return [];
  return [
    {
      kind: "refused",
      at: "loki.runtimeConfig",
      what: `it is text, and rendered as one quoted string: Loki ${plan.lokiVersion} exits on it`,
      instead: "an object: without the `|` after `runtimeConfig:`",
    },
  ];
};
