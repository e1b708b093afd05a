import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { ChartProblem } from "./chart-problem.ts";

const answerTimeoutMs = 60_000;

/**
 * What Loki itself says of a config (`-verify-config`, cmd/loki/main.go, 3.7.8: it parses and validates, and starts
 * nothing). `lokiPath` is a Loki of the version that will run. Undefined where Loki takes it. Throws the abort.
 */
export async function verifyConfig(
  config: string,
  lokiPath: string,
  signal: AbortSignal,
): Promise<ChartProblem | undefined> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-config-"));
  try {
    const file = join(dir, "config.yaml");
    await writeFile(file, config, { mode: 0o600 });
    const ran = await execa(lokiPath, [`-config.file=${file}`, "-verify-config", "-target=querier"], {
      all: true,
      reject: false,
      stdin: "ignore",
      timeout: answerTimeoutMs,
      cancelSignal: signal,
    });
    signal.throwIfAborted();
    if (!ran.failed) return undefined;
    return {
      kind: "refused",
      at: "Loki's config",
      what: lastWords(ran.all, file) || (ran.shortMessage ?? "Loki ended without a word"),
      instead: "what Loki takes: the names are in its configuration reference, for this version",
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Its errors, without times, the file's path and the dump of every flag that may follow. */
function lastWords(output: string, file: string): string {
  const lines = output
    .split("\n")
    .filter((line) => line.trim() !== "" && !/level=(info|warn|debug)/.test(line));
  const said = lines.map((line) => /err="(.*)"$/.exec(line)?.[1] ?? line);
  return said.slice(0, 12).join("\n").replaceAll(file, "config.yaml");
}
