import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import type { JsonObject } from "../base/json.ts";
import { refuseSmallLimits } from "./limit-problems.ts";
import { tenantLoad } from "./load-schema.ts";
import { replicas } from "./stack-schema.ts";

const load = tenantLoad.parse({
  flood: {
    steps: [{ forS: 10, rateBytesPerSecond: 2_000_000 }],
    streams: 20,
    lineBytes: 200,
    pushBytes: 100_000,
    labels: { zone: 3 },
  },
  history: { spanS: 86_400, lines: 1000, streams: 4 },
});

const refuse = (limits: JsonObject, own: JsonObject = {}): void =>
  refuseSmallLimits({
    lokiVersion: "3.7.8",
    replicas: replicas.parse({}),
    config: { limits_config: limits },
    overrides: { a: own },
    tenants: { a: load },
  });

/** For each limit, the smallest value that suffices for this test's load, and a value slightly below it. */
const table: readonly (readonly [limit: string, enough: JsonObject, tooSmall: JsonObject])[] = [
  ["max_line_size", { max_line_size: 1180 }, { max_line_size: 1179 }],
  ["per_stream_rate_limit", { per_stream_rate_limit: 100_000 }, { per_stream_rate_limit: "97KB" }],
  [
    "per_stream_rate_limit_burst",
    { per_stream_rate_limit_burst: "196KB" },
    { per_stream_rate_limit_burst: 1000 },
  ],
  ["ingestion_burst_size_mb", { ingestion_burst_size_mb: 0.1 }, { ingestion_burst_size_mb: 0.09 }],
  ["max_global_streams_per_user", { max_global_streams_per_user: 24 }, { max_global_streams_per_user: 23 }],
  ["max_streams_per_user", { max_streams_per_user: 24 }, { max_streams_per_user: 10 }],
  [
    "max_entries_limit_per_query",
    { max_entries_limit_per_query: 1001 },
    { max_entries_limit_per_query: 1000 },
  ],
  ["max_query_series", { max_query_series: 24 }, { max_query_series: 23 }],
  ["max_query_range", { max_query_range: "1d" }, { max_query_range: "23h" }],
  ["max_label_names_per_series", { max_label_names_per_series: 7 }, { max_label_names_per_series: 6 }],
  ["enforced_labels", { enforced_labels: ["zone", "pod"] }, { enforced_labels: ["pod", "team"] }],
  ["required_labels", { required_labels: ["source"] }, { required_labels: ["namespace"] }],
];

describe("limits that a load must fit", () => {
  for (const [limit, enough, tooSmall] of table) {
    it(`${limit} is large enough as ${JSON.stringify(enough)}`, () =>
      expect(() => refuse(enough)).not.to.throw());
    it(`${limit} is too small as ${JSON.stringify(tooSmall)}, in a tenant's override, too`, () => {
      expect(() => refuse(tooSmall)).to.throw(HarnessError, new RegExp(`a: ${limit}`));
      expect(() => refuse(enough, tooSmall)).to.throw(HarnessError, new RegExp(`a: ${limit}`));
    });
  }

  it("a stream needs no more than its tenant's rate lets through", () => {
    const limits = { per_stream_rate_limit: "60KB", per_stream_rate_limit_burst: "1MB" };
    expect(() => refuse({ ...limits, ingestion_rate_mb: 1 })).not.to.throw();
    expect(() => refuse({ ...limits, ingestion_rate_mb: 2 })).to.throw(
      HarnessError,
      /a: per_stream_rate_limit/,
    );
  });

  it("0 is no limit, and Loki's own defaults are large enough", () => {
    const none = { max_line_size: 0, max_global_streams_per_user: 0, max_query_series: 0 };
    for (const limits of [none, {}]) expect(() => refuse(limits)).not.to.throw();
  });

  it("all of them are named at once", () => {
    const both = { max_query_series: 1, max_line_size: "1KB" };
    expect(() => refuse(both)).to.throw(HarnessError, /max_line_size[^]*max_query_series/);
  });
});
