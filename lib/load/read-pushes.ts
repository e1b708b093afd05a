import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PushRecord, pushRecord } from "./request-record.ts";

/** Every push that the run recorded so far, history and flood; empty when there is none yet. */
export async function readPushes(runDir: string): Promise<readonly PushRecord[]> {
  const file = join(runDir, "records", "pushes.jsonl");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => pushRecord.parse(JSON.parse(line)));
}
