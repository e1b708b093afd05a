import { stringify } from "yaml";
import type { Caller } from "./caller.ts";
import { type HttpAnswer, http } from "./http.ts";

const path = "/loki/api/v1/rules";

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly { readonly alert: string; readonly expr: string }[];
}

/** Stores a rule group in one of the tenant's rule namespaces. Loki answers 202 (pkg/ruler/base/api.go, 3.7.8). */
export async function postRuleGroup(
  url: string,
  { namespace, group }: { readonly namespace: string; readonly group: RuleGroup },
  caller: Caller,
): Promise<HttpAnswer> {
  const headers = { "Content-Type": "application/yaml" };
  return http(`${url}${path}/${namespace}`, { ...caller, method: "POST", headers, body: stringify(group) });
}

/**
 * Reads rule groups of the tenant as YAML: all groups, those of a rule namespace, or one group. Loki answers 404 "no
 * rule groups found" if there are none.
 */
export async function readRules(url: string, caller: Caller, below = ""): Promise<HttpAnswer> {
  return http(`${url}${path}${below}`, caller);
}

/** Deletes the tenant's rules below a path: `/namespace`, or `/namespace/group`. Loki answers 202, or 404. */
export async function deleteRules(url: string, below: string, caller: Caller): Promise<HttpAnswer> {
  return http(`${url}${path}${below}`, { ...caller, method: "DELETE" });
}
