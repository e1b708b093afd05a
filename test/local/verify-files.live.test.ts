import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { stringify } from "yaml";
import { HarnessError } from "../../lib/base/errors.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { verifyFiles } from "../../lib/cli/verify-files.ts";
import { parseYaml } from "../../lib/input/parse-yaml.ts";
import { lokiConfigYaml } from "../../lib/input/yaml-dialect.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import { provision } from "../../lib/toolchain/provision.ts";

const { signal } = new AbortController();

describe("the user's files, asked of a real Loki", () => {
  let dir: string;
  let lokiPath: string;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "lokiproof-verify-"));
    lokiPath = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).loki.path;
  });
  after(() => rmSync(dir, { recursive: true }));

  async function verify(kind: "lokiConfigFile" | "overridesFile", text: string): Promise<readonly string[]> {
    const file = join(dir, "given.yaml");
    writeFileSync(file, text);
    const loaded = await loadPlan(
      { scenario: "smoke", provider: "local", now: new Date(), [kind]: file },
      testTenants,
    );
    return verifyFiles(loaded, signal);
  }

  async function refusal(kind: "lokiConfigFile" | "overridesFile", text: string): Promise<string> {
    const seen: unknown = await verify(kind, text).catch((error: unknown) => error);
    if (!(seen instanceof HarnessError)) throw new Error(`not refused: ${text}`, { cause: seen });
    expect(seen.exitCode).to.equal(3);
    return seen.message;
  }

  /** Returns the complete config that Loki prints for a config file. */
  async function printed(text: string): Promise<string> {
    const file = join(dir, "printed.yaml");
    writeFileSync(file, text);
    const flags = [`-config.file=${file}`, "-verify-config", "-print-config-stderr"];
    const { stderr } = await execa(lokiPath, flags, { env: {}, extendEnv: false, cwd: dir });
    return stderr.replaceAll(/^.*level=info.*$/gm, "");
  }

  it("refuses a config as Loki does, naming the key, though the run would have filled its gap", async () => {
    const all: readonly (readonly [string, RegExp])[] = [
      ["compactor: { retention_enabled: true }", /delete-request-store should be configured/],
      ["ingester: { chunk_idel_period: 1h }", /ingester\.chunk_idel_period/],
      ["limits_config:\n  retention_period: 5 days", /"5 days"[^]*limits_config\.retention_period/],
      ["limits_config: { ingestion_rate_mb: fast }", /line 1: cannot unmarshal/],
      ["server: { log_level: loud }", /loud/],
      [
        "schema_config: { configs: [{ from: 2024-01-01, store: tsdb, object_store: s3, schema: v13 }] }",
        /index|period/,
      ],
    ];
    for (const [text, said] of all) expect(await refusal("lokiConfigFile", text), text).to.match(said);
  });

  it("takes a part of a config and says that it is one; a whole one without a word", async () => {
    expect((await verify("lokiConfigFile", "querier: { max_concurrent: 3 }")).join()).to.match(
      /is a part of a Loki config/,
    );
    const whole =
      "common: { path_prefix: /loki }\nschema_config: { configs: [{ from: 2024-01-01, store: tsdb, object_store: s3, schema: v13, index: { prefix: index_, period: 24h } }] }";
    expect(await verify("lokiConfigFile", whole)).to.deep.equal([]);
    const expands = `${whole}\nquerier:\n  engine: { max_look_back_period: "\${LOOK_BACK:-30s}" }`;
    expect((await verify("lokiConfigFile", expands)).join()).to.match(/\$\{\.\.\.\}/);
  });

  it("refuses overrides as Loki does, naming the tenant and its limit", async () => {
    expect(await refusal("overridesFile", "overrides: { a: { retention_perod: 24h } }")).to.match(
      /retention_perod/,
    );
    expect(await refusal("overridesFile", "overrides: { a: {}, b: { max_line_size: big } }")).to.match(
      /overrides\.b\.max_line_size/,
    );
    expect(await refusal("overridesFile", "overrides: { a: { volume_enabled: yes } }")).to.match(
      /cannot unmarshal/,
    );
  });

  it("takes overrides that are empty in any way", async () => {
    for (const text of ["", "{}", "overrides:", "overrides: {}", "# none yet\n", "overrides: { a: }"]) {
      expect(await verify("overridesFile", text), text).to.deep.equal([]);
    }
  });

  it("reads YAML as Loki does: what it makes of a config is, to Loki, the same config", async () => {
    const documents = [
      "limits_config: &l { ingestion_rate_mb: 010, retention_period: 24h }\noperational_config: {}",
      "limits_config: { volume_enabled: yes, allow_structured_metadata: off, ingestion_rate_mb: 1e1 }",
      "limits_config: { reject_old_samples: n, max_streams_per_user: 0x10, ingestion_burst_size_mb: 1_0 }",
      "limits_config: { <<: { ingestion_rate_mb: 7, volume_enabled: on }, ingestion_rate_mb: 8 }",
      "limits_config: { ingestion_rate_mb: 8, <<: { ingestion_rate_mb: 7 } }",
      "limits_config: { <<: [{ ingestion_rate_mb: 5 }, { ingestion_rate_mb: 6, max_streams_per_user: 9 }] }",
      "query_range: { <<: { results_cache: { cache: { embedded_cache: { ttl: 3m } } } }, results_cache: { cache: { embedded_cache: { enabled: true } } } }",
      "limits_config: { max_query_length: !!str 24h, ingestion_rate_mb: !!float 3 }",
      "limits_config: { max_query_parallelism: 0o17, per_stream_rate_limit: 3MB, query_timeout: 1m }",
      "---\nlimits_config: { ingestion_rate_mb: 4 }\n---\nlimits_config: { ingestion_rate_mb: 5 }",
      "server: { http_listen_port: 0b11 }\nlimits_config: { max_query_parallelism: +12 }",
    ];
    const rest =
      "common: { path_prefix: /loki }\nschema_config: { configs: [{ from: 2024-01-01, store: tsdb, object_store: s3, schema: v13, index: { prefix: index_, period: 24h } }] }\n";
    for (const document of documents) {
      const text = document.startsWith("---") ? document.replace("---\n", `---\n${rest}`) : rest + document;
      const { value } = await parseYaml(text, { dialect: lokiConfigYaml, name: "x" });
      expect(await printed(stringify(value)), document).to.equal(await printed(text));
    }
  });
});
