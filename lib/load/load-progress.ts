import { statSync } from "node:fs";
import type { Progress } from "../base/log.ts";

/** Says once a second how far the load is, and how much record it has left so far. */
export function reportProgress(
  progress: Progress,
  options: { readonly forMs: number; readonly what: string; readonly files: readonly string[] },
): { stop(): void } {
  const startMs = Date.now();
  const timer = setInterval(() => {
    const passedS = Math.round((Date.now() - startMs) / 1000);
    const kilobytes = Math.round(options.files.reduce((sum, file) => sum + sizeOf(file), 0) / 1024);
    progress.say(
      `${options.what}: ${passedS} s of ${Math.round(options.forMs / 1000)} s, ${kilobytes} KB of records`,
    );
  }, 1000);
  return { stop: () => clearInterval(timer) };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
