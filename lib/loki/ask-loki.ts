import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { stringify } from "yaml";
import type { JsonObject } from "../base/json.ts";
import { refusalIn } from "./refusal-in.ts";

export interface LokiToAsk {
  /** The path of a Loki binary of the planned version. */
  readonly lokiPath: string;
  readonly signal: AbortSignal;
  /** The `-target` of the Loki that checks a config, if the target affects the check. */
  readonly target?: string;
  /**
   * Whether Loki expands `${NAME}` in a config (`-config.expand-env`). Loki gets no environment variables of this
   * process, so it inserts the default of each reference, or nothing.
   */
  readonly expandEnv?: boolean;
}

const answerTimeoutMs = 60_000;

/**
 * Returns Loki's error message if Loki rejects a config; undefined if Loki accepts the config. `-verify-config` parses
 * and validates a config, and exits before Loki opens files, listens or contacts anything (cmd/loki/main.go, 3.5.7 to
 * 3.7.8). Throws on abort.
 */
export async function refusalOfConfig(
  config: string,
  { lokiPath, signal, target = "querier", expandEnv = false }: LokiToAsk,
): Promise<string | undefined> {
  return inFolder(async (dir) => {
    const file = join(dir, "config.yaml");
    await writeFile(file, config, { mode: 0o600 });
    const flags = ["-verify-config", `-target=${target}`, ...(expandEnv ? ["-config.expand-env=true"] : [])];
    const ran = await execa(lokiPath, [`-config.file=${file}`, ...flags], {
      ...alone(dir, signal),
      all: true,
      reject: false,
    });
    signal.throwIfAborted();
    if (!ran.failed) return undefined;
    return refusalIn(ran.all, file) || ran.shortMessage;
  });
}

/**
 * Returns Loki's error message if Loki rejects runtime overrides; undefined if Loki accepts them. Loki reads runtime
 * overrides at its start, not on `-verify-config`. Therefore a Loki process is started that does nothing else (target
 * runtime-config). The process listens on loopback ports that the kernel chooses, and is killed once the result is
 * known.
 */
export async function refusalOfOverrides(
  overrides: string,
  limits: JsonObject,
  { lokiPath, signal }: LokiToAsk,
): Promise<string | undefined> {
  return inFolder(async (dir) => {
    const files = { config: join(dir, "config.yaml"), overrides: join(dir, "overrides.yaml") };
    await writeFile(files.config, stringify({ ...idleConfig(dir), limits_config: limits }), { mode: 0o600 });
    await writeFile(files.overrides, overrides, { mode: 0o600 });
    const loki = execa(
      lokiPath,
      [
        `-config.file=${files.config}`,
        "-target=runtime-config,server",
        `-runtime-config.file=${files.overrides}`,
      ],
      { ...alone(dir, signal), reject: false, buffer: false, stdout: "ignore", forceKillAfterDelay: 1000 },
    );
    const said: string[] = [];
    try {
      for await (const line of createInterface(loki.stderr)) {
        if (line.includes('msg="Loki started"')) return undefined;
        if (said.length < 200) said.push(line);
        // Loki's answer is complete here. Its shutdown after a failed module has hung for a minute (seen on 3.7.8).
        if (line.includes('msg="module failed" module=runtime-config')) break;
      }
    } finally {
      loki.kill("SIGKILL");
      await loki;
    }
    signal.throwIfAborted();
    return refusalIn(said.join("\n"), files.overrides) || "Loki ended without a word";
  });
}

/** Returns options that isolate Loki from this process's environment and folder, so that only its config counts. */
function alone(dir: string, signal: AbortSignal) {
  return {
    cwd: dir,
    env: {},
    extendEnv: false,
    stdin: "ignore",
    timeout: answerTimeoutMs,
    killSignal: "SIGKILL",
    cancelSignal: signal,
  } as const;
}

function idleConfig(dir: string): JsonObject {
  return {
    auth_enabled: true,
    server: {
      http_listen_address: "127.0.0.1",
      http_listen_port: 0,
      grpc_listen_address: "127.0.0.1",
      grpc_listen_port: 0,
      log_level: "info",
    },
    common: {
      path_prefix: dir,
      instance_addr: "127.0.0.1",
      ring: { instance_addr: "127.0.0.1", kvstore: { store: "inmemory" } },
    },
    analytics: { reporting_enabled: false },
    schema_config: {
      configs: [
        {
          from: "2024-01-01",
          store: "tsdb",
          object_store: "filesystem",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
  };
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-config-"));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
