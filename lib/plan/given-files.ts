import type { Json } from "../base/json.ts";

/** An input file exactly as the user gave it. */
export interface GivenFile {
  readonly file: string;
  readonly text: string;
  readonly value: Json;
}

/** The user's Loki config and runtime overrides, unmerged, so that Loki itself can validate them. */
export interface GivenFiles {
  readonly lokiConfig?: GivenFile | undefined;
  readonly overrides?: GivenFile | undefined;
}
