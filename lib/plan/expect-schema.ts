import { z } from "zod";
import { jsonObject } from "./json-schema.ts";
import { readYaml } from "./read-yaml.ts";
import { someReplicas, tenantOverrides } from "./stack-schema.ts";

/**
 * What `--expect FILE` may say of a cluster that runs already: any of what a scenario's `stack` says of one to be
 * made. What it leaves out is read from the cluster, and a check of that says "consistent, intent unknown".
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

/** Throws usageError with every problem of the file. */
export async function readExpectation(file: string, signal?: AbortSignal): Promise<Expectation> {
  const { lokiVersion, replicas, bucket, config, overrides } = await readYaml(
    file,
    expectation,
    "expectation",
    { kind: "expectation", signal },
  );
  return { lokiVersion, replicas, bucket, config, overrides };
}
