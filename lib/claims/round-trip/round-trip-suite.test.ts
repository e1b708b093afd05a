import { expect } from "chai";
import type { JsonObject } from "../../base/json.ts";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import { pushFormats } from "../../loki/push-formats.ts";
import type { CheckResult } from "../../verdict/check.ts";
import { roundTripTenant } from "./formats.probe.ts";
import { prepareTrip } from "./pushed-streams.ts";
import { type Trip } from "./round-trip-record.ts";

const firstNs = 1_795_000_000_000_000_000n;

/** The round-trip record of a Loki that changes nothing. */
const trips = pushFormats.map((format): Trip => {
  const { pushed } = prepareTrip(format, { marker: "run", firstNs, loki: { lokiVersion: "3.7.8" } });
  const backward = { ...pushed, entries: pushed.entries.toReversed() };
  const answer = { status: 200 };
  return {
    format,
    pushed,
    push: { status: 204 },
    forward: { answer, streams: [pushed] },
    backward: { answer, streams: [backward] },
  };
});
const smoke = {
  pushedTo: "distributor-0",
  timestampNs: "1795000000000000000",
  push: { status: 204, said: "" },
  read: { status: 200, said: "" },
  values: [["1795000000000000000", "hello loki"]],
};

const members = ["distributor-0", "querier-0"];
const lookUps = {
  tenant: roundTripTenant,
  push: { status: 204 },
  volume: { status: 200, bytes: 40 },
  patterns: { status: 200 },
  patternsEnabled: members.map((member) => ({ member, enabled: true })),
};

async function lookUpOutcomes(
  over: object,
  config: JsonObject = {},
): Promise<Readonly<Record<string, CheckResult["outcome"]>>> {
  await using folder = await runFolder({ config });
  await copySuites({ runDir: folder.dir, only: ["round-trip"], userSuites: [] });
  await folder.observed("round-trip.look-ups", { ...lookUps, ...over });
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace("round-trip.", ""), outcome]));
}

async function outcomes(
  change: (trip: Trip) => Trip,
  step: object = {},
  tenant = roundTripTenant,
): Promise<Set<CheckResult["outcome"]>> {
  await using folder = await runFolder();
  await copySuites({ runDir: folder.dir, only: ["round-trip"], userSuites: [] });
  await folder.observed("round-trip.formats", { tenant, trips: trips.map(change) });
  await folder.observed("round-trip.article-step-2", { ...smoke, ...step });
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  const travelled = checks.filter(({ id }) => !/\.(volume|patterns)$/.test(id));
  expect(travelled).to.have.length(pushFormats.length + 1);
  return new Set(travelled.map(({ outcome }) => outcome));
}

const silent = { status: 0, said: "no answer within 8 s" };

const fewer = (trip: Trip): Trip => {
  const pushed = { ...trip.pushed, entries: trip.pushed.entries.slice(0, 1) };
  const read = { answer: { status: 200 }, streams: [pushed] };
  return { ...trip, pushed, forward: read, backward: read };
};

const short = (read: Trip["forward"]): Trip["forward"] => ({
  ...read,
  streams: read.streams.map((stream) => ({ ...stream, entries: stream.entries.slice(1) })),
});

const direction = (trip: Trip): "forward" | "backward" => (trip.format === "json" ? "forward" : "backward");

describe("the round-trip suite", function () {
  this.timeout(30_000);

  it("passes what came back as it was pushed", async () => {
    expect(await outcomes((trip) => trip)).to.deep.equal(new Set(["pass"]));
  });

  it("fails a short answer of 200, in either direction, and a line that is not shown", async () => {
    const seen = await outcomes((trip) => ({ ...trip, [direction(trip)]: short(trip[direction(trip)]) }), {
      values: [],
    });
    expect(seen).to.deep.equal(new Set(["fail"]));
  });

  it("fails a refused push and a read answered with an error", async () => {
    const refused = { status: 429, said: "rate" };
    const seen = await outcomes((trip) => ({ ...trip, push: refused }), {
      read: { status: 500, said: "ring" },
    });
    expect(seen).to.deep.equal(new Set(["fail"]));
  });

  it("says unknown where no answer came", async () => {
    const seen = await outcomes((trip) => ({ ...trip, forward: { answer: silent, streams: [] } }), {
      read: silent,
      values: [],
    });
    expect(seen).to.deep.equal(new Set(["unknown"]));
  });

  it("passes no record of another tenant, nor one of fewer lines than were due", async () => {
    const strange = await outcomes((trip) => trip, { values: [] }, "checkout");
    expect(strange).to.deep.equal(new Set(["fail"]));
    expect(await outcomes(fewer, { values: [] })).to.deep.equal(new Set(["fail"]));
  });

  const allOff = members.map((member) => ({ member, enabled: false }));
  const notRead = members.map((member) => ({ member }));
  const off = { limits_config: { volume_enabled: false } };
  const on = { pattern_ingester: { enabled: true } };
  for (const [what, over, config, expected] of [
    ["both answered", {}, {}, { volume: "pass", patterns: "pass" }],
    ["a volume of 404", { volume: { status: 404, bytes: 0 } }, {}, { volume: "fail", patterns: "pass" }],
    ["a volume of nothing", { volume: { status: 200, bytes: 0 } }, {}, { volume: "fail" }],
    ["no answer about the volume", { volume: { status: 0, bytes: 0 } }, {}, { volume: "unknown" }],
    ["volumes that are off by plan", { volume: { status: 404, bytes: 0 } }, off, { volume: "skip" }],
    ["a push that was refused", { push: { status: 500 } }, {}, { volume: "unknown", patterns: "unknown" }],
    ["patterns of 500", { patterns: { status: 500, said: "empty ring" } }, {}, { patterns: "fail" }],
    ["no answer about patterns", { patterns: silent }, {}, { patterns: "unknown" }],
    [
      "patterns that are off",
      { patternsEnabled: allOff, patterns: { status: 404 } },
      {},
      { patterns: "pass" },
    ],
    ["patterns that are off against the plan", { patternsEnabled: allOff }, on, { patterns: "fail" }],
    [
      "patterns that one member has and the other has not",
      { patternsEnabled: [...allOff.slice(1), { member: "distributor-0", enabled: true }] },
      {},
      { patterns: "fail" },
    ],
    ["configs that could not be read", { patternsEnabled: notRead }, {}, { patterns: "unknown" }],
  ] as const) {
    it(`judges ${what}`, async () => expect(await lookUpOutcomes(over, config)).to.include(expected));
  }
});
