import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../base/log.ts";

/**
 * Reports once a second how far the load is and how many bytes its generators have recorded under `dir`, as soon as
 * there are records.
 */
export function reportProgress(
  progress: Progress,
  { forMs, what, dir }: { readonly forMs: number; readonly what: string; readonly dir: string },
): { stop(): void } {
  let startMs: number | undefined;
  const timer = setInterval(() => {
    const bytes = recordedBytes(dir);
    if (bytes === 0) return;
    startMs ??= Date.now();
    const passedS = Math.round((Date.now() - startMs) / 1000);
    const kilobytes = Math.round(bytes / 1024);
    progress.say(`${what}: ${passedS} s of ${Math.round(forMs / 1000)} s, ${kilobytes} KB of records`);
  }, 1000);
  return { stop: () => clearInterval(timer) };
}

/** Returns the bytes that a load's generators have recorded so far; 0 before the load begins. */
export function recordedBytes(dir: string): number {
  return listed(dir)
    .filter((name) => name.endsWith(".jsonl"))
    .reduce((sum, name) => sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

function listed(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
