import { z } from "zod";
import type { JsonObject } from "../base/json.ts";
import type { DroppedSetting } from "../settings/harmless-config.ts";
import { harmlessConfig, keepHarmless, keepHarmlessOverrides } from "../settings/keep-harmless.ts";
import type { IndexGatewayForm } from "./breakage-schema.ts";
import { valueAt } from "./chart/layer-values.ts";
import { indexGatewayForm } from "./index-gateway-form.ts";

/**
 * A setting that a file or flag names but the stack does not run with, and the reason. The setting's value is never
 * stored.
 */
export const droppedSetting = z.strictObject({ source: z.string(), path: z.string(), why: z.string() });
export type PlannedDrop = z.infer<typeof droppedSetting>;

/** The Loki config and runtime overrides from one file, or from several flags. */
export interface StatedSettings {
  /** The name of the file or flags that state the settings, for messages, such as "--loki-config prod.yaml". */
  readonly source: string;
  readonly config: JsonObject;
  readonly overrides: JsonObject;
}

/** The settings from one file or flag that the stack runs with, and those that it drops. */
export interface TakenSettings {
  readonly source: string;
  readonly config: JsonObject;
  readonly overrides: JsonObject;
  readonly dropped: readonly PlannedDrop[];
  /** The form of the index gateway address that the user gave. The address itself is dropped. */
  readonly gatewayForm: IndexGatewayForm | undefined;
}

/**
 * Keeps only harmless Loki settings. A stack that lokiproof makes has its own object store; an existing cluster keeps
 * the store settings that its users state.
 */
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

/**
 * Describes a setting that the stack does not run with: "server.http_listen_port of --loki-config prod.yaml: left out,
 * where a process listens is set by lokiproof".
 */
export function describeDrop({ source, path, why }: PlannedDrop): string {
  return `${path} of ${source}: left out, ${why}`;
}
