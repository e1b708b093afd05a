import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";

/** The files that decide what a body holds. */
export const bodySources = [
  "../line-geometry.ts",
  "../line-id.ts",
  "../line-pen.ts",
  "../line-pieces.ts",
  "../line-text.ts",
  "../line-writers.ts",
  "../lines.ts",
  "find-patches.ts",
  "marked-entries.ts",
  "prepare-body.ts",
  "ready-body.ts",
  "snappy-body.ts",
  "snappy-elements.ts",
  "text-body.ts",
  "text-marks.ts",
  "varint.ts",
];

/** Changes with the code that makes bodies and with the snappy that compresses them. */
export function codeVersion(): string {
  const hash = createHash("sha256");
  for (const source of bodySources) hash.update(readFileSync(join(import.meta.dirname, source)));
  const { version } = z
    .object({ version: z.string() })
    .parse(createRequire(import.meta.url)("snappy/package.json"));
  return hash.update(version).digest("hex").slice(0, 16);
}
