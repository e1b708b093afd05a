import { isObject, type JsonObject, layer } from "../base/json.ts";

/**
 * An `otlp_config` that turns every resource attribute into a label (limits_config, pkg/loghttp/push/otlp_config.go,
 * 3.7.8).
 */
const indexAll = {
  otlp_config: {
    resource_attributes: { attributes_config: [{ action: "index_label", regex: ".+" }] },
  },
} as const;

/**
 * Adds an `otlp_config` to the overrides of tenants with an OTLP flood. By default Loki indexes only a few attributes
 * and renames them, but the streams of a flood must have the same labels in every format.
 */
export function withOtlpLabels(
  overrides: Readonly<Record<string, JsonObject>>,
  tenants: Readonly<Record<string, { readonly flood?: { readonly format: string } | undefined }>>,
): Record<string, JsonObject> {
  const otlp = Object.entries(tenants).filter(([, { flood }]) => flood?.format === "otlp");
  const added = otlp.map(([tenant]) => {
    const own = overrides[tenant];
    return [tenant, layer(isObject(own) ? own : {}, indexAll)] as const;
  });
  return { ...overrides, ...Object.fromEntries(added) };
}
