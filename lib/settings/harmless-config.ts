import type { JsonObject } from "../base/json.ts";

/** A user's setting that is left out, with the reason. It never contains the setting's value. */
export interface DroppedSetting {
  readonly path: string;
  readonly why: string;
}

/** The remaining part of a config, and the settings that were left out. */
export interface HarmlessConfig {
  readonly config: JsonObject;
  readonly dropped: readonly DroppedSetting[];
}
