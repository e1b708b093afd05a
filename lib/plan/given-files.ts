import type { Json } from "../base/json.ts";

/** A file as the user gave it. */
export interface GivenFile {
  readonly file: string;
  readonly text: string;
  readonly value: Json;
}

/** What the user gave of Loki's own files: for Loki to judge, before anything is laid over or under it. */
export interface GivenFiles {
  readonly lokiConfig?: GivenFile | undefined;
  readonly overrides?: GivenFile | undefined;
}
