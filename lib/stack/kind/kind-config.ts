import { stringify } from "yaml";
import { z } from "zod";
import type { JsonObject } from "../../base/json.ts";
import { jsonValue } from "../../plan/json-schema.ts";
import { readYaml } from "../../plan/read-yaml.ts";

/** Loopback ports on this machine that lead into the cluster. */
export interface KindPorts {
  readonly gateway: number;
  readonly minio: number;
  readonly apiServer: number;
}

/** NodePorts of the gateway's and MinIO's Services, in the range that Kubernetes reserves for NodePorts. */
export const nodePorts = { gateway: 30_080, minio: 30_900 } as const;

/**
 * A user's kind config (https://kind.sigs.k8s.io/docs/user/configuration/). All of its settings are kept, except those
 * that lokiproof must set.
 */
const userConfig = z
  .object({
    kind: z.literal("Cluster"),
    networking: z.record(z.string(), jsonValue).default({}),
    nodes: z.array(z.record(z.string(), jsonValue)).default([{ role: "control-plane" }]),
  })
  .catchall(jsonValue);
export type UserKindConfig = z.infer<typeof userConfig>;

/** Reads a user's kind config. Throws usageError that names the file if it is not valid. */
export function readKindConfig(file: string, signal?: AbortSignal): Promise<UserKindConfig> {
  return readYaml(file, userConfig, "kind config", { kind: "kind-config", signal });
}

/**
 * Returns the config for kind. Loopback ports lead to the API server, the gateway and MinIO. The `networking`
 * parameter holds what the node image needs; the user's own `networking` takes precedence over it.
 */
export function kindConfig(
  ports: KindPorts,
  user: UserKindConfig | undefined,
  networking: JsonObject = {},
): string {
  const { name: _, ...theirs }: UserKindConfig = user ?? userConfig.parse({ kind: "Cluster" });
  const entrance = theirs.nodes.findIndex(({ role }) => role === "control-plane");
  const config: JsonObject = {
    ...theirs,
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: {
      ...networking,
      ...theirs.networking,
      apiServerAddress: "127.0.0.1",
      apiServerPort: ports.apiServer,
    },
    nodes: theirs.nodes.map((node, index) =>
      index === Math.max(entrance, 0)
        ? {
            ...node,
            extraPortMappings: [
              mapping(nodePorts.gateway, ports.gateway),
              mapping(nodePorts.minio, ports.minio),
            ],
          }
        : node,
    ),
  };
  return stringify(config);
}

function mapping(containerPort: number, hostPort: number): JsonObject {
  return { containerPort, hostPort, listenAddress: "127.0.0.1", protocol: "TCP" };
}
