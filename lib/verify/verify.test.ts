import { expect } from "chai";
import { describeError } from "../base/errors.ts";
import type { TenantCounts } from "../claims/durability/read-counts.ts";
import { pickSamples, type SampleRead } from "../claims/durability/read-samples.ts";
import { runFolder, testPlan } from "../judge/run-folder.fixture.ts";
import { sampleFacts } from "../report/fixtures/sample-facts.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { writeManifest } from "../run-folder/write-manifest.ts";
import { type Judgement, judgeVerification, type ReadAgain } from "./judge-verification.ts";
import { mayBeGone } from "./may-be-gone.ts";
import { readSavedRun } from "./saved-run.ts";

const nowMs = Date.parse("2026-11-23T10:00:00Z");
const pushes: readonly PushRecord[] = Array.from({ length: 12 }, (_, i) => ({
  kind: i < 8 ? ("flood" as const) : ("history" as const),
  tenant: "payments",
  stream: i < 8 ? i % 2 : 100_000,
  firstSequence: i * 10,
  lines: 10,
  lineBytes: 1600,
  firstTimestampNs: `${nowMs - 3_600_000 + i}000000`,
  stepNs: 1,
  intendedMs: i,
  startMs: i,
  endMs: i + 1,
  status: i === 7 ? 500 : 204,
}));

const counts: readonly TenantCounts[] = (["flood", "history"] as const).map((kind) => {
  const own = Map.groupBy(
    pushes.filter((push) => push.kind === kind && push.status === 204),
    ({ stream }) => stream,
  );
  const streams = [...own].map(([stream, of]) => ({ stream, lines: of.length * 10 }));
  return { tenant: "payments", kind, query: "q", status: 200, streams, strange: [], waitedMs: 0 };
});
const samples: readonly SampleRead[] = pickSamples(pushes, 1).map(
  ({ tenant, kind, stream, firstSequence }) => {
    const lines = { expectedLines: 10, readLines: 10, mismatches: 0 };
    return { tenant, kind, stream, firstSequence, status: 200, ...lines };
  },
);
const whole: ReadAgain = { counts, samples, problems: [] };
const short = counts.map((one) => ({ ...one, streams: one.streams.slice(1) }));

function judged(seen: Partial<ReadAgain>, gone?: string, isOwnStack = true): Judgement {
  const due = { pushes, seed: 1, isOwnStack, mayBeGone: () => gone };
  return judgeVerification(due, { ...whole, ...seen });
}

describe("judgeVerification", () => {
  for (const [what, seen, verdict, read] of [
    ["all that was acknowledged", {}, "pass", 110],
    ["a stream less", { counts: short }, "fail", 30],
    ["none of it", { counts: counts.map((one) => ({ ...one, streams: [] })) }, "fail", 0],
    [
      "lines that were never pushed",
      { counts: counts.map((one) => ({ ...one, strange: [{ pod: "x", lines: 1 }] })) },
      "fail",
      110,
    ],
    ["a sample that differs", { samples: samples.map((one) => ({ ...one, mismatches: 1 })) }, "fail", 110],
    ["no sample", { samples: [] }, "unknown", 110],
    [
      "samples without an answer",
      { samples: samples.map((one) => ({ ...one, status: 500, readLines: 0 })) },
      "unknown",
      110,
    ],
    ["a read that broke", { problems: ["no answer within 20 s"] }, "unknown", 110],
    ["no counts", { counts: [] }, "unknown", 0],
    [
      "counts that were refused",
      { counts: counts.map((one) => ({ ...one, status: 429, error: "too many", streams: [] })) },
      "unknown",
      0,
    ],
    [
      "another tenant's counts",
      { counts: counts.map((one) => ({ ...one, tenant: "checkout" })) },
      "unknown",
      0,
    ],
  ] as const) {
    it(`comes to ${verdict} when it reads ${what}`, () => {
      expect(judged(seen)).to.include({ verdict, acknowledged: 110, read });
    });
  }

  it("takes a Loki without one line of the run for another, and blames it for nothing", () => {
    const none = counts.map((one) => ({ ...one, streams: [] }));
    const stranger = judged({ counts: none, samples: [] }, undefined, false);
    expect(stranger).to.include({ verdict: "unknown", exitCode: 2, read: 0 });
    expect(stranger.wrong).to.deep.equal([]);
    expect(stranger.unjudged.join()).to.contain("no line of the run");
    expect(judged({ counts: short }, undefined, false)).to.include({ verdict: "fail", read: 30 });
  });

  it("names the streams that lack lines", () => {
    const [wrong] = judged({ counts: short }).wrong;
    expect(wrong).to.equal("payments stream 0: 40 acknowledged lines missing");
  });

  it("does not blame Loki for lines that retention may have removed, nor passes them", () => {
    const old = judged({ counts: short }, "payments keeps its lines for an hour");
    expect(old).to.include({ verdict: "unknown", read: 30 });
    expect(old.unjudged.join()).to.contain("payments keeps its lines for an hour: payments stream 0");
    expect(judged({}, "payments keeps its lines for an hour").verdict).to.equal("pass");
  });
});

function daysAgo(days: number): bigint {
  return BigInt(nowMs - days * 86_400_000) * 1_000_000n;
}

describe("mayBeGone", () => {
  const compactor = { retention_enabled: true };
  const limits_config = { retention_period: "744h" };

  it("goes by the tenant's retention before everyone's", () => {
    const overrides = { sandbox: { retention_period: "168h" } };
    const plan = testPlan({ config: { compactor, limits_config }, overrides });
    expect(mayBeGone(plan, nowMs)("sandbox", daysAgo(8))).to.contain("168h");
    expect(mayBeGone(plan, nowMs)("sandbox", daysAgo(6))).to.equal(undefined);
    expect(mayBeGone(plan, nowMs)("payments", daysAgo(8))).to.equal(undefined);
    expect(mayBeGone(plan, nowMs)("payments", daysAgo(32))).to.contain("744h");
  });

  it("knows that nothing goes where no retention is applied", () => {
    expect(mayBeGone(testPlan({ config: { limits_config } }), nowMs)("payments", daysAgo(400))).to.equal(
      undefined,
    );
    const forever = testPlan({ config: { compactor } });
    expect(mayBeGone(forever, nowMs)("payments", daysAgo(400))).to.equal(undefined);
  });
});

/** Returns the message of the usage error with which `lokiproof verify` refuses a run folder. */
async function refusalOf(dir: string): Promise<string> {
  const failure: unknown = await readSavedRun(dir).then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error,
  );
  expect(failure).to.include({ code: "RUN_DAMAGED", exitCode: 3 });
  return describeError(failure);
}

describe("readSavedRun", () => {
  const line = `${JSON.stringify(pushes[0])}\n`;
  const tenants = { payments: {} };

  it("gives the plan and every push of a whole run", async () => {
    await using folder = await runFolder({ tenants });
    await folder.write("records/pushes.jsonl", line + line);
    const saved = await readSavedRun(folder.dir);
    expect(saved.pushes).to.deep.equal([pushes[0], pushes[0]]);
    expect(saved.plan.runId).to.equal("test-run");
  });

  for (const [what, text, words] of [
    ["cut off", line + line.slice(0, 40), /pushes\.jsonl: its last line is cut off/],
    ["not JSON", `${line}{"kind":\n`, /pushes\.jsonl:2: it is not complete JSON/],
    ["of another form", `${line}{"kind":"flood"}\n`, /pushes\.jsonl:2: .*tenant/s],
    ["empty", "", /none of its 0 pushes was acknowledged/],
    ["of refusals alone", `${JSON.stringify(pushes[7])}\n`, /none of its 1 pushes was acknowledged/],
    ["of another run's tenant", line.replace("payments", "other"), /plan\.json: .*no load of other/],
  ] as const) {
    it(`refuses pushes that are ${what}, and says so`, async () => {
      await using folder = await runFolder({ tenants });
      await folder.write("records/pushes.jsonl", text);
      expect(await refusalOf(folder.dir)).to.match(words);
    });
  }

  it("refuses a folder that is no run's, and a plan that is none", async () => {
    await using folder = await runFolder({ tenants });
    expect(await refusalOf(`${folder.dir}/nowhere`)).to.match(/plan\.json: it is missing/);
    await folder.write("plan.json", "{}");
    expect(await refusalOf(folder.dir)).to.match(/plan\.json: it is not what was expected/);
    await folder.write("plan.json", testPlan({ tenants }));
    expect(await refusalOf(folder.dir)).to.match(/pushes\.jsonl: it is missing/);
  });

  it("refuses pushes and a plan that are not as the run left them, and takes those of a run that was killed", async () => {
    await using folder = await runFolder({ tenants });
    await folder.write("records/pushes.jsonl", line + line);
    expect(await readSavedRun(folder.dir)).to.include({ stackId: "test-run" });
    const about = {
      runId: "test-run",
      lokiproof: "1",
      schemas: { plan: 1, result: 2 },
      suites: [],
      checks: [],
    };
    await writeManifest(folder.dir, about);
    await folder.write("notes.txt", "mine");
    expect((await readSavedRun(folder.dir)).pushes).to.have.lengthOf(2);
    await folder.write("records/pushes.jsonl", line);
    expect(await refusalOf(folder.dir)).to.match(/pushes\.jsonl: it was cut from \d+ bytes/);
    await folder.write("records/pushes.jsonl", line + line);
    await folder.write("plan.json", testPlan({ tenants, seed: 2 }));
    expect(await refusalOf(folder.dir)).to.match(/plan\.json: its content was changed/);
    await folder.write("manifest.json", "{");
    expect(await refusalOf(folder.dir)).to.match(/manifest\.json: it is not complete JSON/);
  });

  it("knows the kept stack that the run was on", async () => {
    await using folder = await runFolder({ tenants });
    await folder.write("records/pushes.jsonl", line);
    await folder.write("records/run.json", { ...sampleFacts, onStack: "smoke-kept" });
    expect(await readSavedRun(folder.dir)).to.include({ stackId: "smoke-kept" });
  });
});
