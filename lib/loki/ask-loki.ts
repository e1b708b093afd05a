import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { stringify } from "yaml";
import type { JsonObject } from "../base/json.ts";
import { refusalIn } from "./refusal-in.ts";

export interface LokiToAsk {
  /** A Loki of the version that will run. */
  readonly lokiPath: string;
  readonly signal: AbortSignal;
  /** Its `-target`, where that matters to what it checks. */
  readonly target?: string;
  /** Whether `${NAME}` is replaced, by nothing or by its default: no variable of this process reaches Loki. */
  readonly expandEnv?: boolean;
}

const answerTimeoutMs = 60_000;

/**
 * Returns why Loki refuses a config, in its own words; undefined if it takes it. `-verify-config` parses and validates,
 * and exits before anything is opened, listened on or contacted (cmd/loki/main.go, 3.5.7 to 3.7.8). Throws the abort.
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
 * Returns why Loki refuses runtime overrides, in its own words; undefined if it takes them. It reads them when it starts,
 * not on `-verify-config`: so a Loki is started that has nothing else to do (target runtime-config), listens on loopback
 * on ports that the kernel chooses, and is ended as soon as it has said either.
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
      }
    } finally {
      loki.kill("SIGKILL");
      await loki;
    }
    signal.throwIfAborted();
    return refusalIn(said.join("\n"), files.overrides) || "Loki ended without a word";
  });
}

/** Nothing of this process's environment or folder reaches Loki: what a config says is all that it has. */
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
