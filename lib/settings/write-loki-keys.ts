import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { printLokiConfig } from "./print-loki-config.ts";
import { printedKeys } from "./printed-keys.ts";

/**
 * Writes the config keys that each Loki binary knows to loki-<version>-keys.txt. Usage: `bin/node
 * lib/settings/write-loki-keys.ts LOKI...`
 */
for (const lokiPath of process.argv.slice(2)) {
  const printed = await printLokiConfig(lokiPath);
  const version = /version=(\d+\.\d+\.\d+)/.exec(printed)?.[1];
  if (version === undefined) throw new Error(`${lokiPath}: printed no version`);
  const file = join(import.meta.dirname, `loki-${version}-keys.txt`);
  await writeFile(file, `${printedKeys(printed).join("\n")}\n`);
}
