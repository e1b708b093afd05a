import { isAbsolute, join } from "node:path";
import { homeFolder } from "../base/home-folder.ts";
import type { Progress } from "../base/log.ts";
import { type Platform, thisPlatform } from "./platform.ts";

/** What every part of the toolchain needs to know of the machine it works on. */
export interface ToolContext {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: Platform;
  /** The folder that holds one folder per program, version and platform. Absolute; may not exist yet. */
  readonly toolsDir: string;
  /** Where packages put go and nginx without putting them on every user's PATH; searched after it. */
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

/** The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored. */
export function toolsDirOf(env: NodeJS.ProcessEnv): string {
  const named = env["XDG_CACHE_HOME"] ?? "";
  const cache = isAbsolute(named) ? named : join(homeFolder(env), ".cache");
  return join(cache, "lokiproof", "tools");
}
