import { expect } from "chai";
import { array, assert, constantFrom, dictionary, letrec, oneof, property } from "fast-check";
import type { Json, JsonObject } from "../base/json.ts";
import { harmlessConfig, keepHarmless, keepHarmlessOverrides } from "./keep-harmless.ts";

const canaries = [
  "CANARY.example:9095",
  "https://u:CANARY@host.example/push?token=CANARY",
  "http://CANARY",
  "/var/CANARY",
  "dns+CANARY.example:11211",
  "dns:///CANARY:9095",
  "127.9.9.9",
  "127.9.9.9:3100",
  "s3://AKIACANARY:CANARY@us-east-1/b",
  "-----BEGIN PRIVATE KEY-----\nCANARY",
  "AccountKey=CANARY==",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Loki's own way to name a variable
  "${CANARY}",
  "{{ .Values.CANARY }}",
];

/** Keys of Loki's config from every depth, and some foreign keys, from which random configs are built. */
const keys = constantFrom(
  ..."limits_config ingester lifecycler ring kvstore address querier common storage s3 endpoint".split(" "),
  ..."pattern_ingester metric_aggregation loki_address basic_auth frontend ruler evaluation mode".split(" "),
  ..."query_frontend schema_config configs store object_store index prefix period retention_stream".split(
    " ",
  ),
  ..."blocked_queries pattern selector otlp_config log_attributes attributes regex server log_level".split(
    " ",
  ),
  ..."chunk_store_config chunk_cache_config memcached_client embedded_cache wal dir enabled items".split(" "),
  ..."policy_stream_mapping discover_generic_fields fields keys values __proto__ constructor x 0".split(" "),
);

const anyConfig = letrec<{ value: Json; block: JsonObject }>((tie) => ({
  value: oneof(
    { depthSize: "medium", maxDepth: 6 },
    constantFrom(...canaries),
    tie("block"),
    array(tie("value"), { maxLength: 3 }),
  ),
  block: dictionary(keys, tie("value"), { maxKeys: 6 }),
})).block;

const hasCanary = (config: JsonObject): boolean =>
  /CANARY|127\.9\.9/.test(JSON.stringify(config)) || /:\/\//.test(JSON.stringify(config));

describe("harmless settings", () => {
  it("take no part of a rule: without its pattern it would be one for everything", () => {
    for (const [name, rule, lost] of [
      ["blocked_queries", { pattern: "http://CANARY", regex: true }, "pattern"],
      ["blocked_queries", { pattern: ".*a.*", regex: true, unheard_of: 1 }, "unheard_of"],
      ["retention_stream", { selector: "http://CANARY", period: "24h", priority: 1 }, "selector"],
    ] as const) {
      const { config, dropped } = keepHarmless({ limits_config: { [name]: [rule] } });
      expect(config).to.deep.equal({ limits_config: { [name]: [] } });
      const at = `limits_config.${name}[0]`;
      expect(dropped.map(({ path }) => path)).to.deep.equal([`${at}.${lost}`, at]);
    }
  });

  it("take the rest of a schema period", () => {
    const period = { from: "2024-01-01", store: "tsdb", schema: "v13", unheard_of: 1 };
    const { config } = keepHarmless({ schema_config: { configs: [period] } });
    expect(JSON.stringify(config)).to.contain("2024-01-01");
  });

  it("let no address, URL, path, secret or template through, whatever the keys", () => {
    assert(
      property(anyConfig, (config) => {
        expect(hasCanary(keepHarmless(config).config)).to.equal(false);
        expect(hasCanary(harmlessConfig(config).config)).to.equal(false);
        expect(hasCanary(keepHarmlessOverrides({ payments: config }).config)).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it("never repeat a value in what they say of it", () => {
    assert(
      property(anyConfig, (config) => {
        const said = [...harmlessConfig(config).dropped, ...keepHarmlessOverrides({ t: config }).dropped];
        expect(said.map(({ path, why }) => path + why).join()).not.to.match(/CANARY|127\.9/);
      }),
    );
  });

  it("keep what says how Loki behaves", () => {
    const config: JsonObject = {
      auth_enabled: false,
      limits_config: {
        ingestion_rate_mb: 5,
        retention_period: "90d",
        max_line_size: "256KB",
        retention_stream: [{ selector: '{namespace="dev"}', priority: 1, period: "24h" }],
        otlp_config: {
          resource_attributes: {
            attributes_config: [{ action: "index_label", attributes: ["service.name"] }],
          },
        },
      },
      ingester: { chunk_encoding: "snappy", wal: { enabled: false } },
      query_range: { results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 10 } } } },
      querier: null,
    };
    expect(harmlessConfig(config)).to.deep.equal({ config, dropped: [] });
  });

  const dropped: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    [
      "addresses of members",
      { ingester: { lifecycler: { address: "127.9.9.9", port: 9095 } }, frontend: { address: "x", port: 1 } },
      ["ingester.lifecycler.address", "ingester.lifecycler.port", "frontend.address", "frontend.port"],
    ],
    [
      "switches that need such an address",
      { limits_config: { metric_aggregation_enabled: true, pattern_persistence_enabled: true } },
      ["limits_config.metric_aggregation_enabled", "limits_config.pattern_persistence_enabled"],
    ],
    ["settings that nobody knows", { limits_config: { brand_new: 1 } }, ["limits_config.brand_new"]],
    ["a text where a number belongs", { querier: { max_concurrent: "evil:1" } }, ["querier.max_concurrent"]],
    ["a block where a number belongs", { querier: { max_concurrent: { a: 1 } } }, ["querier.max_concurrent"]],
    ["a text where a block belongs", { querier: "http://evil" }, ["querier"]],
    [
      "one item of a list",
      { limits_config: { required_labels: ["app", "http://evil"] } },
      ["limits_config.required_labels[1]"],
    ],
    ["names of a map", { limits_config: { policy_enforced_labels: { "evil:1": ["a"] } } }, []],
  ];
  for (const [what, config, paths] of dropped) {
    it(`drop ${what}, and name each`, () => {
      const { config: kept, dropped: gone } = harmlessConfig(config);
      expect(JSON.stringify(kept)).not.to.contain("evil");
      if (paths.length > 0) expect(gone.map(({ path }) => path)).to.deep.equal(paths);
      else expect(gone).to.have.length(1);
    });
  }

  it("keep every period in the stack's own store, and none whose index is in a cloud's database", () => {
    const period = { schema: "v13", index: { prefix: "index_", period: "24h" } };
    const { config, dropped: gone } = harmlessConfig({
      schema_config: {
        configs: [
          { ...period, from: "2019-01-01", store: "bigtable", object_store: "gcs" },
          { ...period, from: "2022-01-01", store: "boltdb-shipper", object_store: "my-store" },
          { ...period, from: "2024-01-01", store: "tsdb", object_store: "s3" },
        ],
      },
      compactor: { delete_request_store: "my-store" },
    });
    expect(config).to.deep.equal({
      schema_config: {
        configs: [
          { ...period, from: "2022-01-01", store: "boltdb-shipper", object_store: "s3" },
          { ...period, from: "2024-01-01", store: "tsdb", object_store: "s3" },
        ],
      },
      compactor: { delete_request_store: "s3" },
    });
    expect(gone.map(({ path }) => path)).to.deep.equal([
      "schema_config.configs[0]",
      "schema_config.configs[1].object_store",
      "compactor.delete_request_store",
    ]);
  });

  it("leave the schema below as it is if no period is left", () => {
    const { config } = harmlessConfig({ schema_config: { configs: [{ from: "2019-01-01", store: "aws" }] } });
    expect(config).to.deep.equal({});
  });
});
