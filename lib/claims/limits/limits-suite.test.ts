import { expect } from "chai";
import { outcomesOf } from "../../judge/outcomes-of.fixture.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { statedLimits, tenantsWithLimits } from "../../promises/limits.ts";
import { limits } from "./claim.ts";
import type { EffectiveRecord } from "./effective-record.ts";
import type { RefusalsRecord } from "./refusals.probe.ts";

type Attempt = RefusalsRecord["streamCount"]["existing"];
type Rule = RefusalsRecord["validation"][number];

const at = (status: number, said = ""): Attempt => ({ status, said, startMs: 0, endMs: 10 });
const rule = (name: Rule["name"], said: string): Rule => ({ name, within: at(204), beyond: at(400, said) });
const ended = (status: number, said: string, results: number): Attempt & { readonly results: number } => {
  return { ...at(status, said), results };
};
const noStream = at(429, 'maximum active stream limit exceeded when trying to create stream {a="b"}, reduce');

/**
 * The answers of a healthy Loki 3.7.8's gateway in a run of the smoke scenario. The ends of long messages are cut off.
 */
const refusals: RefusalsRecord = {
  validation: [
    rule(
      "line-size",
      "max entry size '1024' bytes exceeded for stream '{a=\"b\"}' while adding an entry with length '1025' bytes",
    ),
    rule("label-count", "entry for stream '{a=\"b\"}' has 6 label names; limit 5"),
    rule("label-name-length", "stream '{a=\"b\"}' has label name too long: 'nnnnnnnnnnnnnnnnnnnnnnnnn'"),
    rule("label-value-length", "stream '{a=\"b\"}' has label value too long: 'vvvvvvvvvvvvvvvvvvvvvvvvv'"),
    rule(
      "old-timestamp",
      "entry for stream '{a=\"b\"}' has timestamp too old: 2026-11-30T19:26:52Z, oldest acceptable timestamp is: 2026-11-30T19:27:53Z",
    ),
    rule("future-timestamp", "entry for stream '{a=\"b\"}' has timestamp too new: 2026-11-30T20:33:52Z"),
  ],
  streamRate: {
    burst: at(204),
    beyond: at(
      429,
      "ignored, reason: 'Per stream rate limit exceeded (limit: 16KB/sec) while attempting to ingest",
    ),
    otherStream: at(204),
    refilled: at(204),
    beyondBytes: 32_768,
  },
  streamCount: {
    streams: [at(204), at(204), at(204), at(204), at(204), at(204), noStream, noStream, noStream],
    existing: at(204),
  },
  queries: {
    data: at(204),
    length: {
      within: ended(200, "", 1),
      beyond: ended(400, "the query time range exceeds the limit (query length: 2h0m1s, limit: 2h)", 0),
    },
    series: {
      within: ended(200, "", 5),
      beyond: ended(400, "maximum number of series (5) reached for a single query; consider", 0),
    },
    entries: {
      within: ended(200, "", 10),
      beyond: ended(
        400,
        "max entries limit per query exceeded, limit > max_entries_limit_per_query (11 > 10)",
        0,
      ),
    },
  },
  discarded: {
    "lokiproof-validation": {
      invalid_labels: 9,
      label_name_too_long: 3,
      too_far_in_future: 3,
      label_value_too_long: 3,
      line_too_long: 3,
      greater_than_max_sample_age: 3,
      max_label_names_per_series: 3,
    },
    "lokiproof-stream-rate": { per_stream_rate_limit: 3 },
    "lokiproof-streams": { stream_limit: 9 },
  },
};

let plan: Plan;
let effective: EffectiveRecord;
before(async () => {
  const options = { scenario: "smoke", provider: "local", now: new Date() } as const;
  ({ plan } = await loadPlan(options, limits.tenants ?? {}));
  const member = {
    component: "distributor",
    url: "http://127.0.0.1:20002",
    reloadSuccessful: 1,
    hash: "abc",
  };
  effective = {
    tenants: Object.fromEntries(
      tenantsWithLimits(plan).map((tenant) => [
        tenant,
        [{ members: ["distributor-0", "distributor-1"], limits: { ...statedLimits(plan, tenant) } }],
      ]),
    ),
    members: { "distributor-0": member, "distributor-1": member },
    distributorHeartbeatMs: 5000,
  };
});

interface Seen {
  readonly refused?: Partial<RefusalsRecord>;
  readonly held?: Partial<EffectiveRecord>;
}

/**
 * Checks that this file tests: requests beyond small limits are refused, and Loki processes show the planned limits.
 */
const judgedHere = [
  "limits.effective",
  "limits.runtime-config",
  "limits.line-size",
  "limits.label-count",
  "limits.label-length",
  "limits.timestamps",
  "limits.stream-rate",
  "limits.stream-count",
  "limits.query-length",
  "limits.query-series",
  "limits.query-entries",
  "limits.discards",
] as const;
const all = (outcome: string): Record<string, string> =>
  Object.fromEntries(judgedHere.map((check) => [check, outcome]));

async function outcomes({ refused, held }: Seen): Promise<Record<string, string | undefined>> {
  const seen = await outcomesOf({
    suite: "limits",
    plan,
    observed: {
      "limits.refusals": { ...refusals, ...refused },
      "limits.effective": { ...effective, ...held },
    },
  });
  return Object.fromEntries(judgedHere.map((check) => [check, seen[check]]));
}

/** Returns the limit tests with one of them changed: its attempt beyond the limit is replaced. */
function beyond(name: Rule["name"], attempt: Attempt): Partial<RefusalsRecord> {
  return {
    validation: refusals.validation.map((one) => (one.name === name ? { ...one, beyond: attempt } : one)),
  };
}

function withoutMember(name: string): EffectiveRecord["members"][string] {
  const { reloadSuccessful: _, ...member } = effective.members[name] ?? { component: "", url: "" };
  return member;
}

describe("the limits suite", function () {
  this.timeout(30_000);

  it("passes limits that refuse as planned", async () => {
    expect(await outcomes({})).to.deep.equal(all("pass"));
  });

  const { streamRate, streamCount, queries, discarded } = refusals;
  const cases: readonly (readonly [string, () => Seen, Record<string, string>])[] = [
    [
      "a line that is too long and taken",
      () => ({ refused: beyond("line-size", at(204)) }),
      { "limits.line-size": "fail" },
    ],
    [
      "a refusal for another reason",
      () => ({ refused: beyond("label-count", at(400, "unsupported media type")) }),
      { "limits.label-count": "fail" },
    ],
    [
      "no answer to what is beyond a limit",
      () => ({ refused: beyond("old-timestamp", at(0, "socket hang up")) }),
      { "limits.timestamps": "unknown" },
    ],
    [
      "a stream that gets more than its burst",
      () => ({ refused: { streamRate: { ...streamRate, beyond: at(204) } } }),
      { "limits.stream-rate": "fail" },
    ],
    [
      "a tenant that gets every stream",
      () => ({
        refused: { streamCount: { ...streamCount, streams: streamCount.streams.map(() => at(204)) } },
      }),
      { "limits.stream-count": "fail", "limits.discards": "fail" },
    ],
    [
      "a query over a longer range that is answered",
      () => ({
        refused: { queries: { ...queries, length: { ...queries.length, beyond: ended(200, "", 1) } } },
      }),
      { "limits.query-length": "fail" },
    ],
    [
      "what is queried that could not be written",
      () => ({ refused: { queries: { ...queries, data: at(500) } } }),
      {
        "limits.query-length": "unknown",
        "limits.query-series": "unknown",
        "limits.query-entries": "unknown",
      },
    ],
    [
      "a refusal that is not counted",
      () => ({ refused: { discarded: { ...discarded, "lokiproof-streams": {} } } }),
      { "limits.discards": "fail" },
    ],
    [
      "another limit in effect than is configured",
      () => {
        const [shown] = effective.tenants["lokiproof-rate"] ?? [];
        const other = { members: shown?.members ?? [], limits: { ...shown?.limits, ingestion_rate_mb: 4 } };
        return { held: { tenants: { ...effective.tenants, "lokiproof-rate": [other] } } };
      },
      { "limits.effective": "fail" },
    ],
    [
      "a member without a runtime file",
      () => {
        const members = { ...effective.members, "distributor-0": withoutMember("distributor-0") };
        return { held: { members } };
      },
      { "limits.runtime-config": "fail" },
    ],
  ];
  for (const [what, seen, expected] of cases) {
    it(`tells ${what}`, async () => {
      expect(await outcomes(seen())).to.deep.equal({ ...all("pass"), ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const seen = Object.entries(await outcomesOf({ suite: "limits", plan }));
    expect(seen.filter(([, outcome]) => outcome === "pass")).to.deep.equal([]);
    expect(seen).to.have.lengthOf.at.least(judgedHere.length);
  });
});
