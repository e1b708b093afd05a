import { z } from "zod";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";

/** An existing Loki that lokiproof did not start: where it is, and which expectations the user stated. */
export const attachment = z.strictObject({
  /** The kubeconfig context of the existing cluster. The user always names it. */
  context: z.string(),
  namespace: z.string(),
  release: z.string(),
  /** The gateway URL that load is sent to, as given by the user. If absent, no load is planned. */
  gateway: z.string().optional(),
  /**
   * The expectations that the user stated, as dotted paths: "bucket", "replicas.ingester",
   * "config.limits_config.ingestion_rate_mb", "overrides.payments". All other expectations were read from the cluster
   * itself.
   */
  stated: z.array(z.string()),
  /** For each expectation that the user did not state, a description of where it was read from. */
  sources: z.array(z.string()),
});
export type Attachment = z.infer<typeof attachment>;

interface Expectations {
  readonly attachment?: Attachment | undefined;
}

/**
 * Returns those of `topics` that the user did not state. A check of an unstated topic only compares the cluster with
 * itself, which proves nothing about intent. Returns an empty list for a stack that lokiproof made, because its plan
 * states everything.
 */
export function unstated({ attachment: at }: Expectations, topics: readonly string[]): readonly string[] {
  if (at === undefined) return [];
  return [...new Set(topics)].filter(
    (topic) => !at.stated.some((path) => path === topic || path.startsWith(`${topic}.`)),
  );
}

/**
 * The maximum number of names in a dotted path, by the path's first name. A path does not go deeper than a setting's
 * own name.
 */
const deepest = new Map([
  ["replicas", 2],
  ["config", 3],
  ["overrides", 2],
]);

/** Returns the dotted paths of all expectations that the user stated, in the format of `Attachment.stated`. */
export function statedPaths(stated: JsonObject): readonly string[] {
  return Object.entries(stated).flatMap(([part, value]) => pathsBelow(value, part, deepest.get(part) ?? 1));
}

function pathsBelow(value: Json, path: string, names: number): readonly string[] {
  if (names <= 1 || !isObject(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsBelow(inner, `${path}.${key}`, names - 1));
}
