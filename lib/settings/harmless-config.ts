import type { JsonObject } from "../base/json.ts";

/** One setting of a user's that is not taken, and why; never its value. */
export interface DroppedSetting {
  readonly path: string;
  readonly why: string;
}

/** What is left of a config, and what was dropped. */
export interface HarmlessConfig {
  readonly config: JsonObject;
  readonly dropped: readonly DroppedSetting[];
}
