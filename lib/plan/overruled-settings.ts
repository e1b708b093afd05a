import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, settingAt } from "../base/json.ts";
import type { Plan } from "./plan.ts";

/** A setting that every local stack has in its own way, whatever a config says of it. */
interface Overruled {
  readonly path: readonly string[];
  /** What it is on a stack of these replicas; undefined where the config's own value holds. */
  readonly value: (replicas: Plan["replicas"]) => Json | undefined;
  readonly why: string;
}

/** That there are no others is tested over every setting that is taken (lib/stack/local/overruled.test.ts). */
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
 * Takes out of a config what a local stack does not run with, so that nothing is expected of it; says which settings
 * these are, and why.
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

/** A boolean may be text in the words of YAML 1.1, which Loki reads as one. */
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
