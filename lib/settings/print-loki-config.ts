import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/**
 * The smallest config that passes Loki's own check. Without a schema period Loki panics (pkg/loki/validation.go,
 * 3.7.8).
 */
const leastConfig = `
schema_config:
  configs:
    - { from: "2024-01-01", store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }
common: { path_prefix: /loki, ring: { kvstore: { store: inmemory } } }
`;

/**
 * Returns the complete config, with defaults, that a Loki binary prints. Loki only validates the config and starts
 * nothing.
 */
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
