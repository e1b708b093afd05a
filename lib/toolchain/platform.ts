import { usageError } from "../base/errors.ts";

/** An operating system and architecture, named as in Go, in release names and in the cache's folders. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/** Returns the platform of this process. Throws usageError if lokiproof has no pinned programs for that platform. */
export function thisPlatform(os: string = process.platform, arch: string = process.arch): Platform {
  const goArch = arch === "x64" ? "amd64" : arch;
  if ((os !== "linux" && os !== "darwin") || (goArch !== "amd64" && goArch !== "arm64")) {
    throw usageError(`lokiproof on ${os}/${arch}: expected Linux or macOS on x64 or arm64`, {
      code: "PLATFORM",
      hint: "run it in a Linux machine or container",
    });
  }
  return { os, arch: goArch };
}

export function platformKey(platform: Platform): string {
  return `${platform.os}-${platform.arch}`;
}
