import type { JsonObject } from "../base/json.ts";

/** A user's setting that is left out, with the reason. The value of the setting is never in it. */
export interface DroppedSetting {
  readonly path: string;
  readonly why: string;
}

/** The harmless part of a user's Loki config, and the settings that were left out. */
export interface HarmlessConfig {
  readonly config: JsonObject;
  readonly dropped: readonly DroppedSetting[];
}
