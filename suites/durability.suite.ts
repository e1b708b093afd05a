import { expect } from "chai";
import { agesProbe } from "lokiproof/claims/durability/ages.probe.ts";
import { ingestersProbe } from "lokiproof/claims/durability/ingesters.probe.ts";
import { judgeCounts, judgeSamples } from "lokiproof/claims/durability/judge-read.ts";
import type { TenantCounts } from "lokiproof/claims/durability/read-counts.ts";
import type { SampleRead } from "lokiproof/claims/durability/read-samples.ts";
import { storeProbe } from "lokiproof/claims/durability/store.probe.ts";
import { figure, plan, pushes, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import type { PushRecord } from "lokiproof/run-folder/request-record.ts";

function everyLineIsRead(due: readonly PushRecord[], counts: readonly TenantCounts[], where: string): void {
  const { acknowledged, read, unanswered, wrong } = judgeCounts(due, counts);
  if (acknowledged === 0)
    unknown(`not checked: no push was acknowledged, so there is nothing to read ${where}`);
  figure(`read ${read.toLocaleString("en")} of ${acknowledged.toLocaleString("en")} lines ${where}`);
  expect(unanswered, `reads ${where} that were not answered`).to.deep.equal([]);
  expect(
    wrong,
    `streams whose stored lines differ from the acknowledged pushes, read ${where}`,
  ).to.deep.equal([]);
  expect(read, `number of lines read ${where}`).to.equal(acknowledged);
}

function everySampleIsExact(due: readonly PushRecord[], samples: readonly SampleRead[], where: string): void {
  const { due: picked, lines, wrong } = judgeSamples(due, plan().seed, samples);
  if (picked === 0) unknown(`not checked: no push was acknowledged, so there is nothing to compare ${where}`);
  figure(`${lines.toLocaleString("en")} lines of ${picked} pushes compared ${where}, byte for byte`);
  expect(wrong, `pushes whose lines read back differ from the lines written, read ${where}`).to.deep.equal(
    [],
  );
}

function flood(): readonly PushRecord[] {
  return pushes().filter(({ kind }) => kind === "flood");
}

describe("durability", () => {
  it("ingesters: every acknowledged line, and no other, is read back at once", () => {
    const { counts } = recordOf(ingestersProbe);
    everyLineIsRead(flood(), counts, "with the ingesters");
  });

  it("sample: a sample of acknowledged pushes is read back byte for byte", () => {
    const { samples } = recordOf(ingestersProbe);
    everySampleIsExact(flood(), samples, "with the ingesters");
  });

  it("ages: a line that is still only in an ingester's memory is read back, whatever its age", () => {
    const { tenant, lines, queryIngestersWithin } = recordOf(agesProbe);
    const [control, ...aged] = lines;
    if (control === undefined) unknown("not checked: the record has no lines");
    const refused = lines.filter(({ push }) => push.status !== 204);
    const unread = lines.filter(({ read }) => read.status === 0);
    if (control.found === 0)
      unknown(
        `not checked: a new line of ${tenant} was not found either: ${control.read.said ?? "it is not there"}`,
      );
    if (aged.length === 0)
      skip(`not checked: ${tenant} is not permitted to push or query lines that are older than a minute`);
    const missing = aged.filter(
      ({ push, read, found }) => push.status === 204 && read.status !== 0 && found === 0,
    );
    const ages = missing.map(
      ({ ageMs, read }) => `${Math.round(ageMs / 1000)} s old: ${read.said ?? "not found"}`,
    );
    const runs = queryIngestersWithin === undefined ? "" : ` (${queryIngestersWithin} on a querier)`;
    expect(
      ages,
      `${missing.length} of ${aged.length} acknowledged lines that only ingesters have were not found, while a new line is: querier.query_ingesters_within${runs} must not be less than ingester.max_chunk_age`,
    ).to.deep.equal([]);
    if (refused.length + unread.length > 0) {
      unknown(
        `not checked: ${refused.length} lines were refused and ${unread.length} could not be queried; the first: ${JSON.stringify([...refused, ...unread][0])}`,
      );
    }
    figure(
      `${aged.length} lines, up to ${Math.round(Math.max(...aged.map(({ ageMs }) => ageMs)) / 60_000)} min old`,
    );
  });

  it("flush: every ingester uploads its chunks and its index to the store", () => {
    const { flush } = recordOf(storeProbe);
    const held = flush.ingesters.filter(({ chunksInMemory }) => chunksInMemory !== 0);
    expect(held, `ingesters that still have chunks in memory: ${flush.why ?? ""}`).to.deep.equal([]);
    expect(flush.ingesters.length, "number of ingesters that were flushed").to.equal(
      plan().replicas.ingester,
    );
    if (!flush.indexUploaded)
      unknown(flush.why ?? "not checked: it is not known whether the index was uploaded");
  });

  it("store: every acknowledged line, and no other, is read back from the object store alone", () => {
    const { flush, counts } = recordOf(storeProbe);
    if (!flush.indexUploaded) unknown(`the store was not read: ${flush.why ?? "the index was not uploaded"}`);
    everyLineIsRead(pushes(), counts, "from the store alone");
  });

  it("store-sample: a sample of acknowledged pushes is read from the store byte for byte", () => {
    const { flush, samples } = recordOf(storeProbe);
    if (!flush.indexUploaded) unknown(`the store was not read: ${flush.why ?? "the index was not uploaded"}`);
    everySampleIsExact(pushes(), samples, "from the store alone");
  });
});
