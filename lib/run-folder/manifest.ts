import { z } from "zod";
import type { JsonFile } from "./run-files.ts";

const fileEntry = z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().length(64) });
/** A suite's file name without a folder; the file is looked up only in the run's suites/. */
const suiteName = z.string().regex(/^[^/\\]+\.suite\.ts$/);
export type FileEntry = z.infer<typeof fileEntry>;

/**
 * The list of files that a run left, as saved in `manifest.json`. The list is written after the run was judged and
 * before its reports, which can be regenerated. It shows which files were lost, truncated or mixed up later. It is not
 * a signature: whoever can write to the folder can change it.
 */
export const manifest = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  /** Version of the lokiproof that made the run. */
  lokiproof: z.string(),
  /** Versions of the schemas of the run's plan and result. */
  schemas: z.strictObject({ plan: z.int(), result: z.int() }),
  /** Size and digest of each file of the run by its path: plan, records, suites, load and stack evidence. */
  files: z.record(z.string(), fileEntry),
  /** File names of the suites that judged the run, and the source of each. */
  suites: z.array(z.strictObject({ file: suiteName, from: z.enum(["lokiproof", "user"]) })),
  /** Ids of the run's checks. */
  checks: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestFile: JsonFile<Manifest> = { path: "manifest.json", form: manifest };
