import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CheckResult } from "../../verdict/check.ts";
import {
  both,
  bothReads,
  did,
  order,
  pushes,
  reads,
  refusedReads,
  see,
  sound,
  stored,
} from "./isolation-records.fixture.ts";
import { owners } from "./secrets.ts";
import type { Sighting } from "./sighting.ts";

const [one, other] = owners;
type Records = Partial<Record<keyof typeof sound, unknown>>;

const withDeletes = { compactor: { retention_enabled: true } };

async function notPassed(over: Records, config = {}): Promise<Record<string, CheckResult["outcome"]>> {
  await using folder = await runFolder({ config: { ...withDeletes, ...config } });
  await copySuites({ runDir: folder.dir, only: ["isolation", "isolation-headers"], userSuites: [] });
  for (const [id, record] of Object.entries({ ...sound, ...over })) await folder.observed(id, record);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  expect(checks.length).to.equal(Object.keys(sound).length);
  return Object.fromEntries(checks.flatMap(({ id, outcome }) => (outcome === "pass" ? [] : [[id, outcome]])));
}

/**
 * Returns the sightings, with the first sighting of this path changed. If `by` names a reader, changes the first
 * sighting of that reader.
 */
function changed(list: readonly Sighting[], path: string, by: Partial<Sighting>): Sighting[] {
  const at = list.findIndex((seen) => seen.path === path && (by.reader ?? seen.reader) === seen.reader);
  return list.map((seen, index) => (index === at ? { ...seen, ...by } : seen));
}

const multi = sound["isolation.multi-tenant"];
const rules = sound["isolation.rules"];
const deletes = sound["isolation.deletes"];
const smoke = sound["isolation.article-step-5"];
const two = (first: object): object => ({
  pushes,
  orders: [{ ...order(owners), ...first }, order(owners.toReversed())],
});
const asBoth = (over: Partial<Sighting>): object => ({
  ...multi,
  reads: changed(bothReads, "query_range", { reader: both, ...over }),
});
const tails = (sees: string[]): object => ({
  pushes,
  tails: owners.map((tenant) => ({ tenant, opened: true, sees })),
});
const sightings = (list: readonly Sighting[]): object => ({ pushes, sightings: list });

/**
 * Broken records of each probe. Each of them must make the probe's check fail. Each judgement uses one record of every
 * probe.
 */
const mustFail: Readonly<Record<keyof typeof sound, readonly unknown[]>> = {
  "isolation.reads": [
    sightings(changed(reads, "index/volume", { reader: one, sees: [one, other] })),
    sightings(changed(reads, "legacy query", { reader: "lokiproof-stranger", sees: [other] })),
  ],
  "isolation.no-header-reads": [
    sightings(changed(refusedReads, "tail", { status: 200 })),
    sightings(changed(refusedReads, "query", { status: 404 })),
  ],
  "isolation.no-header-writes": [
    { writes: [did("push of JSON", null, 204)], stored },
    {
      writes: [did("push of JSON", null, 401)],
      stored: stored.map((kept) =>
        kept.tenant === "fake" ? { ...kept, streams: { status: 200, shows: true } } : kept,
      ),
    },
  ],
  "isolation.tail": [tails([...owners]), tails([one])],
  "isolation.rules": [
    { ...rules, afterTrespass: owners.map((owner) => see("rules of the namespace", owner, [])) },
    { ...rules, reads: changed([...rules.reads], "all rules", { reader: other, sees: [...owners] }) },
  ],
  "isolation.deletes": [
    { ...deletes, trespasses: [did("cancel", one, 204)] },
    { ...deletes, reads: changed([...deletes.reads], "delete requests", { reader: one, sees: [...owners] }) },
  ],
  "isolation.multi-tenant": [
    asBoth({ status: 200, sees: [...owners], said: "" }),
    { ...multi, write: did("push", both, 204) },
  ],
  "isolation.two-headers": [
    two({ writtenTo: [...owners], noControl: ["a control that is missing excuses no leak"] }),
    two({ read: { status: 200, said: "", sees: [other] } }),
  ],
  "isolation.article-step-5": [
    { ...smoke, reads: smoke.reads.map((read) => ({ ...read, shows: true })) },
    { ...smoke, reads: smoke.reads.map((read) => ({ ...read, status: 200 })) },
  ],
};

/** Records that prove neither success nor failure: the control read is missing, or no answer came. */
const mustBeUnknown: Records = {
  "isolation.reads": sightings(changed(reads, "series", { reader: one, sees: [] })),
  "isolation.no-header-reads": sightings(changed(refusedReads, "deletes", { status: 502 })),
  "isolation.no-header-writes": { writes: [did("push of JSON", null, 0)], stored },
  "isolation.tail": tails([]),
  "isolation.rules": { ...rules, reads: rules.reads.map((read) => ({ ...read, sees: [] })) },
  "isolation.deletes": { ...deletes, reads: deletes.reads.slice(1) },
  "isolation.multi-tenant": asBoth({ status: 0, said: "no answer within 45 s" }),
  "isolation.two-headers": two({ writtenTo: [], noControl: [`${one} is not shown its own data: 200`] }),
  "isolation.article-step-5": { ...smoke, reads: smoke.reads.map((read) => ({ ...read, shows: false })) },
};

const checkIds = [...Object.keys(sound).filter((id) => id !== "isolation.reads"), "isolation.wrong-tenant"];
const all = (outcome: string): object => Object.fromEntries(checkIds.map((id) => [id, outcome]));

describe("the isolation suites", function () {
  this.timeout(30_000);

  it("pass a stack that isolates its tenants", async () => expect(await notPassed({})).to.deep.equal({}));

  for (const way of [0, 1]) {
    it(`fail every check that is broken, way ${way + 1}`, async () => {
      const broken = Object.fromEntries(Object.entries(mustFail).map(([id, ways]) => [id, ways[way]]));
      expect(await notPassed(broken)).to.deep.equal(all("fail"));
    });
  }

  it("say unknown of every check that had nothing to compare with", async () => {
    expect(await notPassed(mustBeUnknown)).to.deep.equal(all("unknown"));
  });

  it("pass two headers that are refused", async () => {
    const refused = {
      write: { status: 400, said: "" },
      writtenTo: [],
      noControl: [],
      read: { status: 400, said: "", sees: [] },
    };
    expect(await notPassed({ "isolation.two-headers": two(refused) })).to.deep.equal({});
  });

  it("want both tenants' data as A|B where the plan allows it", async () => {
    const allowed = { querier: { multi_tenant_queries_enabled: true } };
    expect(await notPassed({}, allowed)).to.deep.equal({ "isolation.multi-tenant": "fail" });
    const shown = bothReads.map((read) =>
      read.reader === both && ["query_range", "labels"].includes(read.path)
        ? { ...read, status: 200, sees: [...owners] }
        : read,
    );
    expect(await notPassed({ "isolation.multi-tenant": { ...multi, reads: shown } }, allowed)).to.deep.equal(
      {},
    );
  });

  it("fail a push with two headers that nobody has, though both are shown their own", async () => {
    const lost = two({ writtenTo: [] });
    expect(await notPassed({ "isolation.two-headers": lost })).to.deep.equal({
      "isolation.two-headers": "fail",
    });
  });

  it("skip delete requests where retention is off: Loki has no API for them then", async () => {
    const off = { compactor: { retention_enabled: false } };
    const compactorsPaths = ["deletes", "cache generation"];
    const without = refusedReads.filter(({ path }) => !compactorsPaths.includes(path));
    expect(await notPassed({ "isolation.no-header-reads": sightings(without) }, off)).to.deep.equal({
      "isolation.deletes": "skip",
    });
  });

  it("do not ask a tenant without delete requests for them", async () => {
    const off = { limits_config: { deletion_mode: "disabled" } };
    const refused = stored.map((kept) => ({ ...kept, deletes: { status: 403, shows: false } }));
    const record = { writes: [did("push of JSON", null, 401)], stored: refused };
    expect(await notPassed({ "isolation.no-header-writes": record }, off)).to.deep.equal({});
    expect(await notPassed({ "isolation.no-header-writes": record })).to.deep.equal({
      "isolation.no-header-writes": "unknown",
    });
  });

  it("skip a plan of one tenant for all", async () => {
    expect(await notPassed({}, { auth_enabled: false })).to.deep.equal(all("skip"));
  });
});
