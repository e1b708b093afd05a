import type { Progress } from "../base/log.ts";

export type ProgramName = "loki" | "minio" | "k6" | "nginx";

/** An executable that answers to its pinned version. `path` is absolute. */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly source: "path" | "cache" | "download" | "build" | "system";
}

export interface ProvisionOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
}

export declare function provision(
  wanted: { readonly loki: string },
  options: ProvisionOptions,
): Promise<Readonly<Record<ProgramName, Program>>>;
