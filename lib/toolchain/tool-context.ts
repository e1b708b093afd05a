import { isAbsolute, join } from "node:path";
import { homeFolder } from "../base/home-folder.ts";
import type { Progress } from "../base/log.ts";
import { type Platform, thisPlatform } from "./platform.ts";

/** The machine's properties that the toolchain needs. */
export interface ToolContext {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: Platform;
  /**
   * The cache folder, with one subfolder per program, version and platform. The path is absolute; the folder might not
   * exist yet.
   */
  readonly toolsDir: string;
  /** The folders where packages install go and nginx without adding them to PATH. They are searched after PATH. */
  readonly systemFolders: readonly string[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface ToolContextOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly systemFolders?: readonly string[];
}

const systemFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/local/go/bin", "/opt/homebrew/bin"];

export function toolContext(options: ToolContextOptions): ToolContext {
  const env = options.env ?? process.env;
  const { progress, signal } = options;
  return {
    env,
    platform: thisPlatform(),
    toolsDir: toolsDirOf(env),
    systemFolders: options.systemFolders ?? systemFolders,
    progress,
    signal,
  };
}

/**
 * Returns the cache folder for programs. The XDG base directory specification says to ignore a relative XDG_CACHE_HOME.
 */
export function toolsDirOf(env: NodeJS.ProcessEnv): string {
  const named = env["XDG_CACHE_HOME"] ?? "";
  const cache = isAbsolute(named) ? named : join(homeFolder(env), ".cache");
  return join(cache, "lokiproof", "tools");
}
