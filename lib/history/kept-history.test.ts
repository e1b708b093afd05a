import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { HistoryRecord } from "../run-folder/history-record.ts";
import { historyLayout } from "./history-layout.ts";
import { keepHistory, keptHistory } from "./kept-history.ts";

const spec = { spanS: 3600, lines: 100, streams: 2 };
const plan = { seed: 1, tenants: { payments: { history: spec }, checkout: { history: spec } } };
const layout = historyLayout(spec, 1_800_000_000_000);
const written = { runId: "first", layout, acknowledged: true };
const record: HistoryRecord = {
  tenants: { payments: { ...written, readable: true }, checkout: { ...written, readable: false } },
};
const both = ["payments", "checkout"];

describe("a history that is kept", () => {
  let notes = "";
  beforeEach(async () => {
    notes = await mkdtemp(join(tmpdir(), "lokiproof-notes-"));
    await keepHistory({ notes }, plan, record);
  });
  afterEach(() => rm(notes, { recursive: true }));

  it("is found again where it was readable, for the same seed and spec", async () => {
    expect(await keptHistory({ notes }, plan, both)).to.deep.equal({
      payments: { seed: 1, spec, runId: "first", layout },
    });
    expect(await keptHistory({ notes }, plan, ["checkout"])).to.deep.equal({});
  });

  it("is not found for another seed or spec, or on another stack", async () => {
    const other = { payments: { history: { ...spec, lines: 101 } } };
    expect(await keptHistory({ notes }, { ...plan, seed: 2 }, both)).to.deep.equal({});
    expect(await keptHistory({ notes }, { ...plan, tenants: other }, both)).to.deep.equal({});
    expect(await keptHistory({}, plan, both)).to.deep.equal({});
    await keepHistory({}, plan, record);
    expect(await keptHistory({ notes: join(notes, "none") }, plan, both)).to.deep.equal({});
  });

  it("is written anew where the notes cannot be read, and noted beside what is there", async () => {
    const later: HistoryRecord = { tenants: { checkout: { ...written, runId: "second", readable: true } } };
    await keepHistory({ notes }, plan, later);
    expect(Object.keys(await keptHistory({ notes }, plan, both))).to.have.members(both);
    await writeFile(join(notes, "history.json"), "{");
    expect(await keptHistory({ notes }, plan, both)).to.deep.equal({});
  });
});
