import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import { floodSpec } from "../../plan/load-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import type { GeneratorRecord, PushRecord } from "../../run-folder/request-record.ts";
import { floodLanes } from "../../traffic/flood-lanes.ts";

const spec = { steps: [{ forS: 30, rateBytesPerSecond: 100_000 }], streams: 2, pushBytes: 10_000 };
const tenants: Plan["tenants"] = {
  checkout: { flood: floodSpec.parse(spec) },
  payments: { flood: floodSpec.parse(spec) },
};
const compared = { tenant: "checkout", alone: ["before"], together: ["flood"] };
const plan: Partial<Plan> = {
  tenants,
  windows: { before: { fromS: 0, toS: 15 }, flood: { fromS: 15, toS: 30 } },
  ratios: [
    {
      ...compared,
      name: "flood-on-pushes",
      measure: "response",
      operation: "push",
      quantile: "p95",
      maxRatio: 2,
      floorMs: 10,
    },
    { ...compared, name: "flood-on-accepted", tenant: "*", measure: "accepted", maxRatio: 1.05 },
  ],
};

const [lane] = floodLanes({ tenants, tenantGroups: [], seed: 1 });
const perTenant = lane?.planned ?? 0;
const pushes: readonly PushRecord[] = Object.keys(tenants).flatMap((tenant) =>
  Array.from({ length: perTenant }, (_, i) => {
    const intendedMs = 1000 + (i * 30_000) / perTenant;
    const carried = { firstSequence: i * 62, lines: 62, lineBytes: 9920, firstTimestampNs: "1", stepNs: 1 };
    const times = { intendedMs, startMs: intendedMs, endMs: intendedMs + 20 };
    return { kind: "flood" as const, tenant, stream: 0, ...carried, ...times, status: 204 };
  }),
);
const generator: GeneratorRecord = {
  script: "flood",
  planned: 2 * perTenant,
  dropped: 0,
  cpuSeconds: 1,
  wallSeconds: 30,
  startLagP99Ms: 1,
  exitCode: 0,
};

interface Given {
  readonly pushes?: readonly PushRecord[];
  readonly generator?: GeneratorRecord;
  readonly plan?: Partial<Plan>;
}

const withoutRatios: Given = { plan: { ratios: [] } };

async function outcomes(given: Given = {}): Promise<Record<string, string>> {
  await using folder = await runFolder({ ...plan, ...given.plan });
  await copySuites({ runDir: folder.dir, only: ["neighbour"], userSuites: [] });
  const lines = (given.pushes ?? pushes).map((push) => `${JSON.stringify(push)}\n`);
  await folder.write("records/pushes.jsonl", lines.join(""));
  await folder.write("records/generator.json", [given.generator ?? generator]);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace("neighbour.", ""), outcome]));
}

const inFlood = ({ intendedMs, tenant }: PushRecord): boolean =>
  tenant === "checkout" && intendedMs >= 16_000;

describe("the suite of a neighbour", function () {
  this.timeout(30_000);
  const fine = { pushes: "pass", queries: "skip", accepted: "pass" };

  for (const [what, given, expected] of [
    ["passes a load that nobody notices", {}, fine],
    [
      "fails where pushes take longer",
      { pushes: pushes.map((one) => (inFlood(one) ? { ...one, endMs: one.endMs + 90 } : one)) },
      { ...fine, pushes: "fail" },
    ],
    [
      "fails where pushes are refused",
      { pushes: pushes.map((one) => (inFlood(one) ? { ...one, status: 429 } : one)) },
      { ...fine, pushes: "fail", accepted: "fail" },
    ],
    [
      "does not know where the generator was starved",
      { generator: { ...generator, starvedShare: 0.4 } },
      { ...fine, pushes: "unknown", accepted: "unknown" },
    ],
    [
      "does not know where a measured tenant's pushes were not sent",
      { pushes: pushes.filter((one) => !inFlood(one) || one.intendedMs < 25_500) },
      { ...fine, pushes: "unknown", accepted: "unknown" },
    ],
    [
      "does not mind for a tenant's pushes what its neighbour could not send",
      {
        pushes: pushes.filter(({ tenant, intendedMs }) => tenant === "checkout" || intendedMs < 29_500),
        generator: { ...generator, dropped: 5 },
      },
      { ...fine, accepted: "unknown" },
    ],
    [
      "does not know by empty windows",
      { plan: { windows: { before: { fromS: 0, toS: 15 }, flood: { fromS: 40, toS: 50 } } } },
      { ...fine, pushes: "unknown", accepted: "unknown" },
    ],
    ["skips a plan without ratios", withoutRatios, { pushes: "skip", queries: "skip", accepted: "skip" }],
  ] as const) {
    it(what, async () => expect(await outcomes(given)).to.deep.equal(expected));
  }
});
