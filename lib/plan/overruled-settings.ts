import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, settingAt } from "../base/json.ts";
import type { Plan } from "./plan.ts";

/** A Loki setting that every local stack sets itself, whatever the user's config says. */
interface Overruled {
  readonly path: readonly string[];
  /** Returns the setting's value on a stack with these replicas, or undefined if the user's config decides it. */
  readonly value: (replicas: Plan["replicas"]) => Json | undefined;
  readonly why: string;
}

/**
 * The complete list of Loki settings that every local stack sets itself, whatever the user's config says. A test tries
 * every accepted setting to prove that the list is complete (lib/stack/local/overruled.test.ts).
 */
const overruledLocally: readonly Overruled[] = [
  {
    path: ["query_scheduler", "use_scheduler_ring"],
    value: (replicas) => replicas["query-scheduler"] > 0,
    why: "frontends and queriers of a local stack find its query-schedulers by their ring, and have no ring without any",
  },
  {
    path: ["index_gateway", "mode"],
    value: () => "simple",
    why: "queriers of a local stack have the address of each index gateway",
  },
  {
    path: ["ruler", "evaluation", "mode"],
    value: (replicas) => (replicas["query-frontend"] > 0 ? undefined : "local"),
    why: "there is no query-frontend that could evaluate rules",
  },
];

/**
 * Removes from a Loki config the settings that a local stack sets itself, so that lokiproof does not expect their
 * values. Also returns the removed settings with the reasons.
 */
export function withoutOverruled(
  config: JsonObject,
  replicas: Plan["replicas"],
): { readonly config: JsonObject; readonly overruled: readonly { path: string; why: string }[] } {
  const found = overruledLocally.filter(({ path, value }) => {
    const [stated, held] = [meantBy(settingAt(config, path)), value(replicas)];
    return stated !== undefined && held !== undefined && !isDeepStrictEqual(stated, held);
  });
  return {
    config: found.reduce((rest, { path }) => without(rest, path), config),
    overruled: found.map(({ path, why }) => ({ path: path.join("."), why })),
  };
}

/** Returns the boolean that Loki reads in a YAML 1.1 text such as "yes" or "off". */
function meantBy(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  if (/^(true|yes|on)$/i.test(value)) return true;
  return /^(false|no|off)$/i.test(value) ? false : value;
}

function without(config: JsonObject, [key = "", ...below]: readonly string[]): JsonObject {
  const { [key]: inner, ...rest } = config;
  if (below.length === 0 || !isObject(inner)) return rest;
  return { ...rest, [key]: without(inner, below) };
}
