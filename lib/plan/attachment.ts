import { z } from "zod";
import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";

/** Where a Loki runs that lokiproof did not start, and which expectations of it are somebody's word. */
export const attachment = z.strictObject({
  /** Of the kubeconfig; always named by the user. */
  context: z.string(),
  namespace: z.string(),
  release: z.string(),
  /** Where load goes, as the user gave it; absent: there is no address that load could go to, and none is planned. */
  gateway: z.string().optional(),
  /**
   * What a user stated, by dotted path: "bucket", "replicas.ingester", "config.limits_config.ingestion_rate_mb",
   * "overrides.payments". Every other expectation was read from the cluster itself.
   */
  stated: z.array(z.string()),
  /** Where the expectations that nobody stated were read, for the reader. */
  sources: z.array(z.string()),
});
export type Attachment = z.infer<typeof attachment>;

interface Expectations {
  readonly attachment?: Attachment | undefined;
}

/**
 * Of these parts of the expectations, those that nobody stated: that the cluster agrees with what was read from it
 * says nothing of what was meant. None on a stack that we made: its plan is all stated.
 */
export function unstated({ attachment: at }: Expectations, topics: readonly string[]): readonly string[] {
  if (at === undefined) return [];
  return [...new Set(topics)].filter(
    (topic) => !at.stated.some((path) => path === topic || path.startsWith(`${topic}.`)),
  );
}

/** How many names a path has at most: a setting's own name is enough of what lies below it. */
const deepest = new Map([
  ["replicas", 2],
  ["config", 3],
  ["overrides", 2],
]);

/** The dotted paths of what is stated, as `Attachment.stated` has them. */
export function statedPaths(stated: JsonObject): readonly string[] {
  return Object.entries(stated).flatMap(([part, value]) => pathsBelow(value, part, deepest.get(part) ?? 1));
}

function pathsBelow(value: Json, path: string, names: number): readonly string[] {
  if (names <= 1 || !isObject(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsBelow(inner, `${path}.${key}`, names - 1));
}
