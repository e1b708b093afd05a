import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import type { Release } from "./pins.ts";
import { diskFull, saysDiskFull } from "./storage-error.ts";
import type { ToolContext } from "./tool-context.ts";

/** Extracts the program from a downloaded artefact; returns the program's path. Uses the system's tar and unzip. */
export async function unpack(
  archive: string,
  release: Pick<Release, "format" | "member">,
  into: string,
  context: ToolContext,
): Promise<string> {
  const member = join(into, release.member);
  if (release.format === "raw") {
    await copyFile(archive, member);
    return member;
  }
  const zipped = release.format === "zip";
  const tool = zipped ? "unzip" : "tar";
  const args = zipped
    ? ["-q", "-o", archive, release.member, "-d", into]
    : ["-xzf", archive, "-C", into, release.member];
  const ran = await execa(tool, args, {
    reject: false,
    all: true,
    env: context.env,
    cancelSignal: context.signal,
  });
  context.signal.throwIfAborted();
  if (!ran.failed) return member;
  if (saysDiskFull(ran.all)) throw diskFull(`unpacking ${archive}`, context.toolsDir);
  throw new HarnessError(
    `${archive}: ${tool} could not extract ${release.member}: ${ran.all || ran.shortMessage}`,
    {
      code: "UNPACK_FAILED",
      hint: `LOKIPROOF_RELEASES=none lokiproof tools   # builds instead; or: apt-get install ${tool}`,
    },
  );
}
