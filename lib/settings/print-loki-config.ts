import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** The least that Loki's own check accepts; without a schema period it panics (pkg/loki/validation.go, 3.7.8). */
const leastConfig = `
schema_config:
  configs:
    - { from: "2024-01-01", store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
common: { path_prefix: /loki, ring: { kvstore: { store: inmemory } } }
`;

/** Returns the whole config, defaults included, that a Loki binary prints. It validates, and starts nothing. */
export async function printLokiConfig(lokiPath: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-keys-"));
  try {
    const file = join(dir, "config.yaml");
    await writeFile(file, leastConfig, { mode: 0o600 });
    const flags = [`-config.file=${file}`, "-print-config-stderr", "-verify-config"];
    return (await execa(lokiPath, flags, { stdin: "ignore", timeout: 60_000 })).stderr;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
