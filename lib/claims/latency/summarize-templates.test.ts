import { expect } from "chai";
import { aQuery } from "../../storm/query-record.fixture.ts";
import { summarizeTemplates } from "./summarize-templates.ts";

const right = { all: { count: 1, sum: 1, digest: "a" } };
const stats = { bytesProcessed: 100, chunks: 3, splits: 4, shards: 2, queueTimeS: 0.002 };

describe("summary by template", () => {
  const queries = [
    aQuery({ template: "series" }),
    aQuery({ answer: right, expected: right, ...stats }),
    aQuery({ tenant: "checkout", expected: right, answer: {}, ...stats, queueTimeS: 0.004 }),
    aQuery({ expected: right, status: 500, endMs: 5000 }),
  ];
  const [level, series] = summarizeTemplates(queries);

  it("tells how many were asked, answered, known beforehand and wrong, of all tenants", () => {
    expect(level).to.include({ template: "count-by-level", requests: 3, ok: 2, known: 2, wrong: 1 });
    expect(series).to.include({ template: "series", requests: 1, ok: 1, known: 0, wrong: 0 });
    expect(level?.latency.count).to.equal(3);
  });

  it("sums up what Loki says that it took", () => {
    expect(level).to.include({ bytesProcessed: 200, chunks: 6, splits: 8, shards: 4 });
    expect(level?.queueMs).to.deep.equal({ mean: 3, max: 4 });
    expect(series?.queueMs).to.deep.equal({ mean: 0, max: 0 });
  });

  it("is empty without a storm", () => expect(summarizeTemplates([])).to.deep.equal([]));
});
