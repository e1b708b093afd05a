import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { formsOf } from "../output/secret-forms.ts";

let made = 0;
const canaries = new Map<string, string>();

/** Returns a secret that occurs nowhere else; `place` is where the test puts the secret. */
export function canary(place: string): string {
  made += 1;
  const secret = `cAn4ry${made}q${process.pid}z`;
  canaries.set(secret, place);
  return secret;
}

function url(place: string, scheme = "https"): string {
  return `${scheme}://prod:${canary(`${place}, the password of a URL`)}@${place.replaceAll(/\W/g, "-")}.example/x?sig=${canary(`${place}, the query of a URL`)}`;
}

/** An address that no host has (RFC 5737, 203.0.113.0/24). */
const elsewhere = "203.0.113.9";
const passwordOf = (place: string): { readonly username: string; readonly password: string } => ({
  username: "prod",
  password: canary(place),
});

/**
 * A Loki config in which each block names something outside of a stack: a store, a ring, a Loki process, a cache, a
 * receiver.
 */
const lokiConfig = {
  memberlist: { join_members: [`${elsewhere}:7946`], rejoin_seed_nodes: [elsewhere], rejoin_interval: "5s" },
  distributor: {
    ring: { kvstore: { store: "etcd", etcd: { endpoints: [`${elsewhere}:2379`], ...passwordOf("etcd") } } },
  },
  ingester: { lifecycler: { address: elsewhere, port: 9095 } },
  frontend: { address: elsewhere, port: 9095 },
  pattern_ingester: {
    metric_aggregation: { loki_address: `${elsewhere}:443`, basic_auth: passwordOf("metric_aggregation") },
  },
  chunk_store_config: {
    chunk_cache_config: { redis: { endpoint: `${elsewhere}:6379`, password: canary("redis") } },
  },
  query_range: { results_cache: { cache: { memcached_client: { addresses: `${elsewhere}:11211` } } } },
  analytics: { reporting_enabled: true, usage_stats_url: url("usage") },
  tracing: { enabled: true },
  common: {
    instance_addr: elsewhere,
    storage: {
      s3: {
        endpoint: "s3.eu-west-1.amazonaws.com",
        bucketnames: "prod-chunks",
        access_key_id: canary("access_key_id"),
        secret_access_key: canary("secret_access_key"),
      },
    },
  },
  storage_config: {
    aws: { s3: url("aws", "s3") },
    azure: {
      account_name: "prod",
      connection_string: `AccountName=prod;AccountKey=${canary("connection_string")}==`,
    },
    gcs: { bucket_name: "prod", service_account: JSON.stringify({ private_key: canary("service_account") }) },
  },
  ruler: {
    alertmanager_url: url("alertmanager"),
    alertmanager_client: { basic_auth_username: "prod", basic_auth_password: canary("basic_auth_password") },
  },
  limits_config: {
    ruler_remote_write_url: url("remote-write"),
    ruler_remote_write_headers: { Authorization: `Bearer ${canary("a header")}` },
  },
};

const overrides = {
  overrides: {
    payments: {
      ingestion_rate_mb: 24,
      ruler_alertmanager_config: {
        alertmanager_url: url("tenant-alertmanager"),
        alertmanager_client: { basic_auth_password: canary("a tenant's password") },
      },
      ruler_remote_write_headers: { Authorization: `Bearer ${canary("a tenant's header")}` },
    },
  },
};

const values = {
  loki: {
    storage: { s3: { secretAccessKey: canary("chart: secretAccessKey") } },
    structuredConfig: {
      ruler: { alertmanager_url: url("chart-alertmanager") },
      memberlist: { join_members: [elsewhere] },
    },
    readinessProbe: { exec: { command: ["curl", url("chart-readiness")] } },
    livenessProbe: { httpGet: { host: elsewhere, path: `/?t=${canary("chart: livenessProbe")}`, port: 80 } },
    extraEnv: [{ name: "AWS_SECRET_ACCESS_KEY", value: canary("chart: extraEnv") }],
  },
  querier: { extraArgs: [`-s3.secret-access-key=${canary("chart: extraArgs")}`] },
  ingester: { extraArgs: [`-memberlist.join=${elsewhere}`, "-reporting.enabled=true"] },
  lokiCanary: { enabled: true },
  gateway: { basicAuth: { enabled: true, password: canary("chart: basicAuth") } },
};

export interface CanaryFiles {
  /** Command-line flags for a local stack and for kind. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly kubeconfig: string;
}

/**
 * Writes files with a canary (a unique secret) in every place that takes a value. Returns the flags and variables that
 * pass the files to lokiproof.
 */
export async function canaryFiles(dir: string): Promise<CanaryFiles> {
  await mkdir(dir, { recursive: true });
  const write = async (name: string, value: unknown): Promise<string> => {
    await writeFile(join(dir, name), stringify(value));
    return join(dir, name);
  };
  const flags = [
    ["--loki-config", await write("loki.yaml", lokiConfig)],
    ["--overrides", await write("overrides.yaml", overrides)],
    ["-f", await write("values.yaml", values)],
    ["--set", `loki.storage.s3.accessKeyId=${canary("--set")}`],
    ["--set", `gateway.basicAuth.password=${canary("a second --set")}`],
  ];
  const env = {
    AWS_ACCESS_KEY_ID: canary("AWS_ACCESS_KEY_ID"),
    AWS_SECRET_ACCESS_KEY: canary("AWS_SECRET_ACCESS_KEY"),
    AWS_SESSION_TOKEN: canary("AWS_SESSION_TOKEN"),
    GRAFANA_API_KEY: canary("GRAFANA_API_KEY"),
    HTTPS_PROXY: `http://prod:${canary("HTTPS_PROXY")}@127.0.0.1:9`,
    NO_PROXY: "127.0.0.1,localhost",
  };
  return { flags: flags.flat(), env, kubeconfig: await write("kubeconfig.yaml", kubeconfig()) };
}

function kubeconfig(): unknown {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "false",
    args: ["--token", canary("kubeconfig: args of exec")],
    env: [{ name: "TOKEN", value: canary("kubeconfig: env of exec") }],
    interactiveMode: "Never",
  };
  const users = [
    { name: "byToken", user: { token: canary("kubeconfig: token") } },
    { name: "byPassword", user: { username: "prod", password: canary("kubeconfig: password") } },
    { name: "byProgram", user: { exec } },
  ];
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "k", cluster: { server: "https://127.0.0.1:9" } }],
    users,
    contexts: users.map(({ name }) => ({ name, context: { cluster: "k", user: name } })),
  };
}

/** Returns the places whose canary (a unique secret) occurs in the text, in any form. */
export function leaksIn(text: string): readonly string[] {
  return [...canaries].flatMap(([secret, place]) =>
    [...formsOf(secret)].some((form) => text.includes(form)) ? [place] : [],
  );
}

/** Returns one text for each canary (a unique secret) in a file below a folder, such as "summary.md: --set". */
export async function leaksBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => leaksIn(await readFile(file, "latin1")).map((place) => `${file}: ${place}`)),
  );
  return found.flat();
}

/**
 * Watches the arguments of every process until `stop` is called, which returns the leaked secrets. Ignores `pid`, whose
 * arguments the user typed, and this process.
 */
export function watchArguments(pid: number | undefined): { stop(): readonly string[] } {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const one of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      if (Number(one) === pid || Number(one) === process.pid) continue;
      for (const place of leaksIn(argumentsOf(one))) seen.add(`${argumentsOf(one).slice(0, 60)}: ${place}`);
    }
  }, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen];
    },
  };
}

/** Returns a process's arguments; empty if the process has ended. */
export function argumentsOf(pid: string | number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
