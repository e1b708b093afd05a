import { usageError } from "../base/errors.ts";

/** In the words of Go, which are those of release names and of the cache's folders. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/** The platform of this process; refuses what the programs are not pinned for. */
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
