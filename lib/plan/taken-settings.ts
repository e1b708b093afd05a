import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import type { DroppedSetting } from "../settings/harmless-config.ts";
import { harmlessConfig, keepHarmless, keepHarmlessOverrides } from "../settings/keep-harmless.ts";
import type { IndexGatewayForm } from "./breakage-schema.ts";
import { valueAt } from "./chart/layer-values.ts";
import { indexGatewayForm } from "./index-gateway-form.ts";

/** A setting that a file or flag names and that the stack does not run with, and why; never its value. */
export const droppedSetting = z.strictObject({ source: z.string(), path: z.string(), why: z.string() });
export type PlannedDrop = z.infer<typeof droppedSetting>;

/** A Loki config and runtime overrides as one file, or several flags, give them. */
export interface StatedSettings {
  /** For the reader: "--loki-config prod.yaml". */
  readonly source: string;
  readonly config: JsonObject;
  readonly overrides: JsonObject;
}

/** What of them is taken. */
export interface TakenSettings {
  readonly source: string;
  readonly config: JsonObject;
  readonly overrides: JsonObject;
  readonly dropped: readonly PlannedDrop[];
  /** How the given address would make clients of index gateways; the address itself is dropped. */
  readonly gatewayForm: IndexGatewayForm | undefined;
}

/** A stack that lokiproof makes has its own store; of one that runs already, the store is what its users say. */
export function takeSettings(
  stated: StatedSettings,
  { attached }: { readonly attached: boolean },
): TakenSettings {
  const { config, dropped } = (attached ? keepHarmless : harmlessConfig)(stated.config);
  const limits = keepHarmlessOverrides(stated.overrides);
  const address = valueAt(stated.config, serverAddress);
  return {
    source: stated.source,
    config,
    overrides: limits.config,
    dropped: [
      ...named(stated.source, dropped),
      ...named(
        stated.source,
        limits.dropped.map((one) => ({ ...one, path: `overrides.${one.path}` })),
      ),
    ],
    gatewayForm: typeof address === "string" ? indexGatewayForm(address) : undefined,
  };
}

const serverAddress = ["storage_config", "tsdb_shipper", "index_gateway_client", "server_address"];

function named(source: string, dropped: readonly DroppedSetting[]): PlannedDrop[] {
  return dropped.map((one) => ({ source, ...one }));
}

/** "server.http_listen_port of --loki-config prod.yaml: left out, where a process listens is set by lokiproof". */
export function describeDrop({ source, path, why }: PlannedDrop): string {
  return `${path} of ${source}: left out, ${why}`;
}
