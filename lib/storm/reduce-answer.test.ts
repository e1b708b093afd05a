import { expect } from "chai";
import { metricPart, topPart } from "./answer.ts";
import type { MetricAsk } from "./ask.ts";
import { md5 } from "./md5.ts";
import type { PlannedQuery } from "./planned-query.ts";
import { readReply } from "./read-reply.ts";
import { reduceAnswer } from "./reduce-answer.ts";

const metric: MetricAsk = { kind: "metric", of: {}, aggregation: { fn: "rate" }, by: ["service"] };

function planned(ask: PlannedQuery["ask"], known = true): PlannedQuery {
  return {
    template: "labels",
    ask,
    known,
    endpoint: "query_range",
    path: "/",
    params: {},
    query: "{}",
    rangeMs: 60_000,
    vectorS: 15,
    window: { startMs: 0, endMs: 60_000, stepS: 15 },
    cache: "busting",
  };
}

const matrix = {
  resultType: "matrix",
  result: [
    {
      metric: { service: "b" },
      values: [
        [15, "0.06666666666666667"],
        [30, "0.2"],
      ],
    },
  ],
};

function topOf(...values: readonly number[]): unknown {
  const series = values.map((value) => [[1, value] as const]);
  return topPart(series, { top: 2, unit: 1 }, md5);
}

function linesOf(...streams: readonly (readonly (readonly [string, string])[])[]): unknown {
  const result = streams.map((values) => ({ stream: {}, values }));
  return reduceAnswer(planned({ kind: "lines", of: {}, limit: 9 }), { data: { result } }, md5).answer;
}

describe("answers", () => {
  it("are counts again where they are rates, and tell every value and its time", () => {
    const { results, answer } = reduceAnswer(planned(metric), { data: matrix }, md5);
    const points = [
      [15, 1],
      [30, 3],
    ] as const;
    expect(results).to.equal(1);
    expect(answer).to.deep.equal({ "service=b": metricPart(points, 1, md5) });
    expect(answer["service=b"]).to.include({ count: 2, sum: 4 });
    const swapped = metricPart(
      [
        [15, 3],
        [30, 1],
      ],
      1,
      md5,
    );
    expect(swapped).to.include({ count: 2, sum: 4 });
    expect(swapped.digest).to.not.equal(answer["service=b"]?.digest);
  });

  it("see a rate that is a little off", () => {
    const off = metricPart([[15, 1.2 / 15]], 15, md5);
    expect(off).to.not.deep.equal(metricPart([[15, 1 / 15]], 15, md5));
  });

  it("take any of equals in a top list, also more of them, and nothing that is lower", () => {
    expect(topOf(5, 4)).to.deep.equal(topOf(4, 5, 4, 4));
    expect(topOf(5, 4)).to.not.deep.equal(topOf(5, 4, 3));
    expect(topOf(5, 4)).to.not.deep.equal(topOf(5));
    expect(topOf(5, 4)).to.not.deep.equal(topOf(5, 3));
  });

  it("are the same lines whatever the order of their streams", () => {
    expect(linesOf([["2", "b"]], [["1", "a"]])).to.deep.equal(linesOf([["1", "a"]], [["2", "b"]]));
    expect(linesOf([["1", "a"]])).to.not.deep.equal(linesOf([["1", "b"]]));
    expect(linesOf([["1", "a"]])).to.not.deep.equal(linesOf([["2", "a"]]));
  });

  it("of look-ups are the names, without the label that Loki adds", () => {
    const series = reduceAnswer(
      planned({ kind: "series" }),
      { data: [{ pod: "a", service_name: "x" }, { pod: "b" }] },
      md5,
    );
    expect(series.answer["names"]?.some).to.deep.equal(["pod=a", "pod=b"]);
    const labels = reduceAnswer(planned({ kind: "label-values", label: "pod" }), { data: ["b", "a"] }, md5);
    expect(labels.answer["names"]).to.include({ count: 2, digest: md5("a\nb") });
  });

  it("that are none are errors, and of an unknown one only its size is told", () => {
    expect(readReply(planned(metric), "<html>", md5))
      .to.include({ results: 0 })
      .and.to.have.property("error");
    expect(readReply(planned(metric), '{"data":{}}', md5)).to.have.property("error");
    expect(readReply(planned(metric, false), JSON.stringify({ data: matrix }), md5)).to.deep.equal({
      results: 1,
    });
  });

  it("have Loki's own statistics beside them", () => {
    const stats = {
      summary: {
        splits: 4,
        shards: 8,
        totalBytesProcessed: 100,
        totalLinesProcessed: 7,
        queueTime: 0.5,
        execTime: 2,
      },
      querier: { store: { totalChunksDownloaded: 3 } },
    };
    expect(
      readReply(planned(metric, false), JSON.stringify({ data: { ...matrix, stats } }), md5),
    ).to.deep.equal({
      results: 1,
      splits: 4,
      shards: 8,
      bytesProcessed: 100,
      linesProcessed: 7,
      chunks: 3,
      queueTimeS: 0.5,
      execTimeS: 2,
    });
  });
});
