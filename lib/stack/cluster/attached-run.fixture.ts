import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { judge } from "lokiproof/judge/run-suites.ts";
import { z } from "zod";
import { type JsonObject, layer } from "../../base/json.ts";
import { jsonObject } from "../../scenario/json-schema.ts";

const result = z.object({
  exitCode: z.int(),
  problems: z.array(z.string()),
  checks: z.array(z.object({ id: z.string(), outcome: z.string(), message: z.string().optional() })),
});
type Result = z.infer<typeof result>;
type Check = Result["checks"][number];

/** A run of lokiproof that ended, by what it left. */
export interface AttachedRun extends Result {
  readonly dir: string;
}

export const ids = ({ checks }: Result, outcome: string): readonly string[] =>
  checks.filter((check) => check.outcome === outcome).map(({ id }) => id);

export function checkOf({ checks }: Result, id: string): Check {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}

/** The one run in a folder of reports. */
export async function runIn(out: string, said: string): Promise<AttachedRun> {
  const [runId] = await readdir(out).catch(() => []);
  if (runId === undefined) throw new Error(`lokiproof left no run: ${said}`);
  const dir = join(out, runId);
  return { dir, ...result.parse(await readObject(join(dir, "result.json"))) };
}

async function readObject(file: string): Promise<JsonObject> {
  return jsonObject.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Lays something over a file of a run, and judges the run again: the outcomes of one suite's checks, by id. */
export async function judgedAgain(
  { dir }: AttachedRun,
  suite: string,
  { file, over }: { readonly file: string; readonly over: JsonObject },
): Promise<Readonly<Record<string, string>>> {
  const path = join(dir, file);
  await writeFile(path, JSON.stringify(layer(await readObject(path), over)));
  const { checks } = await judge(dir, { signal: AbortSignal.timeout(60_000) });
  const own = checks.filter(({ id }) => id.startsWith(`${suite}.`));
  return Object.fromEntries(own.map(({ id, outcome }) => [id, outcome]));
}

const period = {
  from: "2024-04-01",
  store: "tsdb",
  object_store: "s3",
  index: { prefix: "index_", period: "24h" },
};
const schemaOf = (schema: string): JsonObject => ({ configs: [{ ...period, schema }] });

/** What plain-loki.values.yaml is, of what the statement below says otherwise. */
export const right: JsonObject = {
  lokiVersion: "3.7.8",
  bucket: "loki-chunks",
  config: { ingester: { chunk_idle_period: "30m" }, schema_config: schemaOf("v13") },
};

/** Says another version, bucket, schema and setting, and a querier more; the rest is as it is. */
export const wrong: JsonObject = {
  version: 1,
  lokiVersion: "3.7.7",
  bucket: "another-bucket",
  replicas: {
    distributor: 3,
    ingester: 3,
    querier: 3,
    "query-frontend": 2,
    "query-scheduler": 2,
    "index-gateway": 2,
    compactor: 1,
    ruler: 0,
  },
  config: {
    common: { replication_factor: 3 },
    ingester: { chunk_idle_period: "5m" },
    schema_config: schemaOf("v12"),
    limits_config: { retention_period: "744h", ingestion_rate_mb: 8 },
  },
  overrides: { sandbox: { ingestion_rate_mb: 2, retention_period: "168h" } },
};
