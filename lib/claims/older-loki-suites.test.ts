import { expect } from "chai";
import { copySuites } from "../judge/copy-suites.ts";
import { runFolder } from "../judge/run-folder.fixture.ts";
import { judge } from "../judge/run-suites.ts";
import { plainTenant } from "../promises/limits.ts";
import type { CheckResult } from "../verdict/check.ts";
import { owners } from "./isolation/secrets.ts";
import type { Attempt } from "./limits/attempt.ts";

/** Judges the records of a run on the given Loki version, with every check required. Returns the check with this id. */
async function checkOf(
  id: string,
  lokiVersion: string,
  records: Readonly<Record<string, unknown>>,
): Promise<CheckResult | undefined> {
  const config = { compactor: { retention_enabled: true }, limits_config: { max_line_size: "256KB" } };
  const overrides = { "lokiproof-queries": { max_query_series: 5 } };
  await using folder = await runFolder({ lokiVersion, config, overrides, required: ["*"] });
  const suite = id.slice(0, id.indexOf("."));
  await copySuites({ runDir: folder.dir, only: [suite, "limits-refusals"], userSuites: [] });
  for (const [probe, record] of Object.entries(records)) await folder.observed(probe, record);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return checks.find((one) => one.id === id);
}

const members = { "querier-0": { component: "querier", url: "http://querier", hash: "a" } };
const effective = (limits: object): object => ({
  defaultsOnly: true,
  tenants: { [plainTenant]: [{ members: ["querier-0"], limits }] },
  members,
});

const answered = (status: number, said = ""): Attempt => ({ status, said, startMs: 0, endMs: 1, results: 5 });
const tried = { within: answered(200), beyond: answered(400) };

/** Returns the record of a query that was refused with the given message, because it selected one series too many. */
const refusals = (said: string): object => ({
  validation: [],
  streamRate: {
    burst: answered(204),
    beyond: answered(429),
    beyondBytes: 1000,
    otherStream: answered(204),
    refilled: answered(204),
  },
  streamCount: { streams: [answered(204)], existing: answered(204) },
  queries: {
    data: answered(204),
    length: tried,
    entries: tried,
    series: { within: answered(200), beyond: answered(400, said) },
  },
  discarded: {},
});

describe("the suites on an older Loki", function () {
  this.timeout(30_000);

  it("skip the limits of tenants if Loki shows none, after the defaults were compared", async () => {
    const shown = { max_line_size: "256KB", ingestion_rate_mb: 4 };
    const check = await checkOf("limits.effective", "3.5.7", { "limits.effective": effective(shown) });
    expect(check?.outcome, check?.message).to.equal("skip");
    expect(check?.message).to.contain("1 limits of tenants without an override are as configured");
  });

  it("fail limits that are not as configured", async () => {
    const shown = { max_line_size: "1KB", ingestion_rate_mb: 4 };
    const check = await checkOf("limits.effective", "3.5.7", { "limits.effective": effective(shown) });
    expect(check?.outcome, check?.message).to.equal("fail");
  });

  it("do not take that little from a Loki that shows the limits of tenants", async () => {
    const shown = { max_line_size: "256KB", ingestion_rate_mb: 4 };
    const check = await checkOf("limits.effective", "3.6.0", { "limits.effective": effective(shown) });
    expect(check?.outcome, check?.message).to.equal("unknown");
  });

  const before36 = "maximum of series (5) reached for a single query";
  const since36 = "maximum number of series (5) reached for a single query; consider reducing";
  const words = [
    ["3.5.7", before36, "pass"],
    ["3.6.0", since36, "pass"],
    ["3.7.8", before36, "fail"],
  ] as const;
  for (const [version, said, outcome] of words)
    it(`know the words of ${version} for a series too many: ${outcome} for "${said.slice(0, 30)}"`, async () => {
      const check = await checkOf("limits.query-series", version, {
        "limits.refusals": refusals(said),
        "limits.effective": effective({}),
      });
      expect(check?.outcome, check?.message).to.equal(outcome);
    });

  const [short, long] = owners;
  const leak = {
    posts: [],
    reads: [{ path: "delete requests", via: "gateway", reader: short, status: 200, sees: [short, long] }],
    trespasses: [],
    afterTrespass: [],
    cancels: [],
  };
  for (const [version, isKnown] of [
    ["3.5.12", true],
    ["3.6.0", false],
  ] as const)
    it(`fail a delete request that another tenant sees, ${isKnown ? "by its issue" : "without an excuse"}: ${version}`, async () => {
      const check = await checkOf("isolation.deletes", version, { "isolation.deletes": leak });
      expect(check?.outcome, check?.message).to.equal("fail");
      expect(check?.message?.includes("grafana/loki issue 18585")).to.equal(isKnown);
    });
});
