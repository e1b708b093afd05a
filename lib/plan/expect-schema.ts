import { z } from "zod";
import { jsonObject } from "./json-schema.ts";
import { readYaml } from "./read-yaml.ts";
import { someReplicas, tenantOverrides } from "./stack-schema.ts";

/**
 * The schema of `--expect FILE`, which states the intended settings of an existing cluster. The file can hold any part
 * of a scenario's `stack`. A setting that the file omits is read from the cluster, and its checks report "consistent,
 * intent unknown".
 */
export const expectation = z
  .strictObject({
    version: z.literal(1),
    lokiVersion: z.string().min(1).optional(),
    replicas: someReplicas.optional(),
    bucket: z.string().min(3).optional(),
    config: jsonObject.optional().describe("Loki config, in Loki's own structure; any part of it"),
    overrides: tenantOverrides.optional().describe("runtime overrides by tenant; a tenant of null has none"),
  })
  .describe("what a Loki that runs already is meant to be");
export type Expectation = Omit<z.infer<typeof expectation>, "version">;

/** Reads an `--expect` file. Throws usageError that lists every problem of the file. */
export async function readExpectation(file: string, signal?: AbortSignal): Promise<Expectation> {
  const { lokiVersion, replicas, bucket, config, overrides } = await readYaml(
    file,
    expectation,
    "expectation",
    { kind: "expectation", signal },
  );
  return { lokiVersion, replicas, bucket, config, overrides };
}
