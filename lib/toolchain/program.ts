/** The programs that a run on this machine starts. */
export type ProgramName = "loki" | "minio" | "k6" | "nginx";

/**
 * An executable of the wanted version. `path` is absolute; `source` says where lokiproof found the program (cache,
 * PATH, download or build).
 */
export interface Program {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly source: "path" | "cache" | "download" | "build" | "system";
}
