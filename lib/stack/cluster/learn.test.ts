import { expect } from "chai";
import * as fc from "fast-check";
import type { JsonObject } from "../../base/json.ts";
import { learnBucket, serviceOf } from "./learn-bucket.ts";
import { learnConfig } from "./learn-config.ts";
import { learnOverrides, type SeenConfigMap } from "./learn-overrides.ts";
import { chartMapping } from "./mapping.ts";

describe("learnConfig", () => {
  const defaults = {
    auth_enabled: true,
    limits_config: { ingestion_rate_mb: 4, otlp_config: { a: 1 } },
    querier: { max_concurrent: 4 },
  };

  it("keeps what differs from Loki's defaults, and nothing that is an address, a path or a secret", () => {
    const actual: JsonObject = {
      auth_enabled: true,
      limits_config: { ingestion_rate_mb: 8, otlp_config: { a: 1 } },
      querier: { max_concurrent: 8, engine: { timeout: "1m" } },
      ingester: { lifecycler: { ring: { replication_factor: 3, kvstore: { store: "memberlist" } } } },
      storage_config: { aws: { access_key_id: "AKIA", bucketnames: "b" } },
      schema_config: { configs: [{ from: "2024-04-01", store: "tsdb" }] },
    };
    expect(learnConfig(actual, defaults)).to.deep.equal({
      limits_config: { ingestion_rate_mb: 8 },
      querier: { max_concurrent: 8 },
      common: { replication_factor: 3 },
      schema_config: { configs: [{ from: "2024-04-01", store: "tsdb" }] },
    });
  });

  it("knows the OTLP limits that Loki fills in for those of nobody", () => {
    const attributes = ["service.name"];
    const filledIn = {
      ...defaults,
      distributor: { otlp_config: { default_resource_attributes_as_index_labels: attributes } },
    };
    const shown = { resource_attributes: { attributes_config: [{ action: "index_label", attributes }] } };
    const running = { ...filledIn, limits_config: { ingestion_rate_mb: 8, otlp_config: shown } };
    expect(learnConfig(running, filledIn)["limits_config"]).to.deep.equal({ ingestion_rate_mb: 8 });
    const mapped = { ...shown, log_attributes: [{ action: "drop" }] };
    const theirs = { ...running, limits_config: { ingestion_rate_mb: 4, otlp_config: mapped } };
    expect(learnConfig(theirs, filledIn)["limits_config"]).to.have.property("otlp_config");
  });

  it("learns nothing of a Loki at its defaults", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("querier", "limits_config", "auth_enabled"), fc.object()),
        (config) => {
          const plain: JsonObject = JSON.parse(JSON.stringify(config));
          expect(learnConfig(plain, plain)).to.deep.equal({});
        },
      ),
    );
  });
});

const schema = (object_store: string): JsonObject => ({
  configs: [{ object_store: "filesystem" }, { object_store }],
});
const ofS3 = { bucketnames: "one,two", endpoint: "", region: "eu-west-1", s3forcepathstyle: false, s3: null };

describe("learnBucket", () => {
  const cases: readonly (readonly [string, JsonObject, object | undefined])[] = [
    [
      "AWS by region",
      { schema_config: schema("s3"), storage_config: { aws: ofS3 } },
      { bucket: "one", endpoint: "", region: "eu-west-1" },
    ],
    [
      "MinIO by endpoint",
      {
        schema_config: schema("aws"),
        storage_config: { aws: { ...ofS3, endpoint: "http://minio.loki.svc:9000", s3forcepathstyle: true } },
      },
      { endpoint: "http://minio.loki.svc:9000", forcePathStyle: true },
    ],
    [
      "a URL with credentials",
      {
        schema_config: schema("s3"),
        storage_config: { aws: { s3: "s3://key:xxxxx@minio.example:9000/chunks" } },
      },
      { bucket: "chunks", endpoint: "minio.example:9000" },
    ],
    [
      "a URL with a region",
      { schema_config: schema("s3"), storage_config: { aws: { s3: "s3://eu-west-1/chunks" } } },
      { bucket: "chunks", region: "eu-west-1", endpoint: "" },
    ],
    [
      "a named store",
      {
        schema_config: schema("cold"),
        storage_config: { aws: ofS3, named_stores: { aws: { cold: { ...ofS3, bucketnames: "cold-b" } } } },
      },
      { bucket: "cold-b" },
    ],
    [
      "the Thanos client",
      {
        schema_config: schema("s3"),
        storage_config: {
          use_thanos_objstore: true,
          object_store: { s3: { bucket_name: "t", endpoint: "e:9000", bucket_lookup_type: "path" } },
        },
      },
      { bucket: "t", endpoint: "e:9000", forcePathStyle: true },
    ],
    ["no S3", { schema_config: schema("gcs"), storage_config: { aws: ofS3 } }, undefined],
    ["nothing", {}, undefined],
  ];
  for (const [name, config, expected] of cases) {
    it(`reads ${name}`, () => {
      const learned = learnBucket(config);
      if (expected === undefined) expect(learned).to.equal(undefined);
      else expect(learned).to.deep.include(expected);
      expect(JSON.stringify(learned ?? "")).to.not.match(/key|xxxxx/);
    });
  }
});

describe("serviceOf", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["http://minio.store.svc.cluster.local:9000", "minio store 9000"],
    ["minio.store.svc:9000", "minio store 9000"],
    ["http://minio:9000", "minio loki 9000"],
    ["https://minio.store.svc", "minio store 443"],
    ["https://s3.eu-west-1.amazonaws.com", undefined],
    ["http://10.1.2.3:9000", undefined],
    ["http://localhost:9000", undefined],
    ["", undefined],
  ];
  for (const [endpoint, expected] of cases) {
    it(`${endpoint || "an empty endpoint"} is ${expected ?? "no service of the cluster"}`, () => {
      const found = serviceOf(endpoint, "loki");
      expect(found && `${found.service} ${found.namespace} ${found.port}`).to.equal(expected);
    });
  }
});

const mapOf = (name: string, release: string, text: string): SeenConfigMap => ({
  name,
  labels: { "app.kubernetes.io/instance": release },
  data: { "runtime-config.yaml": text },
});

describe("learnOverrides", () => {
  const config = { runtime_config: { file: "/etc/loki/runtime-config/runtime-config.yaml" } };
  const learn = (maps: readonly SeenConfigMap[], of: JsonObject = config): object =>
    learnOverrides(maps, { config: of, mapping: chartMapping("loki"), release: "loki" });

  it("reads the release's own ConfigMap", () => {
    const maps = [
      mapOf("other-runtime", "other", "overrides: {x: {}}"),
      mapOf("loki-runtime", "loki", "overrides: {payments: {ingestion_rate_mb: 24}, empty: null}"),
    ];
    expect(learn(maps)).to.deep.equal({
      overrides: { payments: { ingestion_rate_mb: 24 }, empty: {} },
      source: "ConfigMap loki-runtime, key runtime-config.yaml",
    });
  });

  it("says why it knows none", () => {
    expect(learn([])).to.have.property("problem").that.contains("runtime-config.yaml");
    expect(learn([mapOf("a", "loki", ""), mapOf("b", "loki", "")]))
      .to.have.property("problem")
      .that.contains("a, b");
    expect(learn([mapOf("a", "loki", "overrides: 7")]))
      .to.have.property("problem")
      .that.contains("no runtime file");
  });

  it("takes an empty file, and a Loki without one, for no overrides", () => {
    expect(learn([mapOf("a", "loki", "{}")])).to.deep.include({ overrides: {} });
    expect(learn([], {})).to.deep.include({ overrides: {} });
  });
});
