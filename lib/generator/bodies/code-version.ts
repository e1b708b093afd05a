import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";

const traffic = join(import.meta.dirname, "..", "..", "traffic");

/** The files in lib/traffic that determine the contents of a push body. */
export const bodySources = [
  "line-geometry.ts",
  "line-id.ts",
  "line-pen.ts",
  "line-pieces.ts",
  "line-text.ts",
  "line-writers.ts",
  "lines.ts",
  "bodies/find-runs.ts",
  "bodies/marked-entries.ts",
  "bodies/prepare-body.ts",
  "bodies/prepared-body.ts",
  "bodies/ready-body.ts",
  "bodies/share-runs.ts",
  "bodies/snappy-body.ts",
  "bodies/snappy-elements.ts",
  "bodies/snappy-writer.ts",
  "bodies/text-body.ts",
  "bodies/varint.ts",
];

/** Returns a hash of the code that creates push bodies and of the version of snappy that compresses them. */
export function codeVersion(): string {
  const hash = createHash("sha256");
  for (const source of bodySources) hash.update(readFileSync(join(traffic, source)));
  const { version } = z
    .object({ version: z.string() })
    .parse(createRequire(import.meta.url)("snappy/package.json"));
  return hash.update(version).digest("hex").slice(0, 16);
}
