import { z } from "zod";
import type { JsonFile } from "./run-files.ts";

const fileEntry = z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().length(64) });
/** A name without a folder: it is looked for in the run's suites/ alone. */
const suiteName = z.string().regex(/^[^/\\]+\.suite\.ts$/);
export type FileEntry = z.infer<typeof fileEntry>;

/**
 * What a run left, as `manifest.json` holds it: written when the run was judged, before its reports, which can be made
 * again. It shows what was lost, cut off or mixed up later. It is not a signature: who can write the folder can write it.
 */
export const manifest = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  /** The lokiproof that made the run. */
  lokiproof: z.string(),
  /** The versions of the schemas in which its files are written. */
  schemas: z.strictObject({ plan: z.int(), result: z.int() }),
  /** By path in the run's folder: plan, records, suites, load and stack evidence. */
  files: z.record(z.string(), fileEntry),
  /** The suites that judged it, by file name. */
  suites: z.array(z.strictObject({ file: suiteName, from: z.enum(["lokiproof", "user"]) })),
  /** The ids of the checks that it had. */
  checks: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestFile: JsonFile<Manifest> = { path: "manifest.json", form: manifest };
