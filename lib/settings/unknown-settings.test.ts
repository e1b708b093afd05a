import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { unknownSettings } from "./unknown-settings.ts";

describe("settings that Loki does not know", () => {
  const misspelt: readonly (readonly [JsonObject, string, string | undefined])[] = [
    [
      { compactor: { compaction_intervall: "1m" } },
      "compactor.compaction_intervall",
      "compactor.compaction_interval",
    ],
    [
      { limits_config: { ingestion_rate_mbb: 1 } },
      "limits_config.ingestion_rate_mbb",
      "limits_config.ingestion_rate_mb",
    ],
    [{ ingester: { chunk_idel_period: "1h" } }, "ingester.chunk_idel_period", "ingester.chunk_idle_period"],
    [{ querier: { maxconcurrent: 4 } }, "querier.maxconcurrent", "querier.max_concurrent"],
    [{ schema_configs: {} }, "schema_configs", "schema_config"],
    // Keys that Loki has, but in another block.
    [{ retention_period: "1d" }, "retention_period", "limits_config.retention_period"],
    [{ ingester: { ingestion_rate_mb: 4 } }, "ingester.ingestion_rate_mb", "limits_config.ingestion_rate_mb"],
    [{ loki: { a: 1 } }, "loki", undefined],
    [{ memberlist: { secret_stuff_here: 1 } }, "memberlist.secret_stuff_here", undefined],
  ];
  for (const [config, path, nearest] of misspelt) {
    it(`are named by ${path}${nearest === undefined ? "" : `, with ${nearest} as what may be meant`}`, () => {
      expect(unknownSettings(config, "3.7.8")).to.deep.equal([{ path, versions: [], nearest }]);
    });
  }

  it("may be another version's", () => {
    const config = { distributor: { tenant_topic: { enabled: true } } };
    expect(unknownSettings(config, "3.5.7")).to.deep.equal([]);
    expect(unknownSettings(config, "3.7.8")).to.deep.equal([
      { path: "distributor.tenant_topic", versions: ["3.5.7"], nearest: undefined },
    ]);
  });

  it("are not those that Loki leaves out of its config while they are empty, nor names that the user chooses", () => {
    const config: JsonObject = {
      limits_config: {
        retention_stream: [{ selector: "{}", priority: 1, period: "1h" }],
        required_labels: ["app"],
        ruler_remote_write_config: { prod: { url: "x" } },
      },
      storage_config: { named_stores: { aws: { mine: { bucketnames: "x" } } } },
      ruler: { remote_write: { clients: { prod: { url: "x" } } } },
      querier: null,
    };
    expect(unknownSettings(config, "3.7.8")).to.deep.equal([]);
  });

  it("cannot be told of a version that nobody here knows", () => {
    expect(unknownSettings({ brand_new: 1 }, "3.9.0")).to.equal(undefined);
  });
});
