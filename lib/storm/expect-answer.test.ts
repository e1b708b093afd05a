import { expect } from "chai";
import * as fc from "fast-check";
import { entryNs, historyLayout } from "../history/history-layout.ts";
import { type Answer, linesPart, metricPart, type Point } from "./answer.ts";
import { expectAnswer } from "./expect-answer.ts";
import { HistoryLines } from "./history-lines.ts";
import { md5 } from "./md5.ts";
import { queryPlanner } from "./plan-queries.ts";
import type { PlannedQuery } from "./planned-query.ts";

const nowMs = 1_800_000_000_123;
const layout = historyLayout({ spanS: 86_400, lines: 8000, streams: 5 }, nowMs);
const key = { seed: 3, tenant: "payments", runId: "earlier", layout, lokiVersion: "3.7.8" };
const history = new HistoryLines(key);

interface Line {
  readonly ns: bigint;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** All lines of the history that this test queries. */
const written: readonly Line[] = history.streams().flatMap((stream) =>
  Array.from({ length: layout.linesPerStream }, (_, sequence) => ({
    ns: BigInt(entryNs(layout, stream, sequence)),
    text: history.line(stream, sequence),
    labels: history.labels(stream),
  })),
);

function plan(template: string, arrival: number): PlannedQuery {
  const rangesMs = [900_000, 21_600_000, 86_400_000];
  const planAt = queryPlanner({
    runId: "run",
    rangesMs,
    weights: { [template]: 1 },
    history: { runId: "earlier", layout },
  });
  return planAt(arrival, nowMs);
}

/**
 * Returns the points of a series of counts: for the timestamp `at` of every step, the number of matching lines in (at -
 * vector, at].
 */
function counted(planned: PlannedQuery, counts: (line: Line) => boolean, instant: boolean): readonly Point[] {
  const { window, vectorS } = planned;
  const stepMs = window.stepS * 1000;
  const firstMs = instant ? window.endMs : Math.floor(window.startMs / stepMs) * stepMs;
  const points: Point[] = [];
  for (let atMs = firstMs; atMs < window.endMs + (instant ? 1 : stepMs); atMs += stepMs) {
    const from = BigInt(atMs - vectorS * 1000) * 1_000_000n;
    const to = BigInt(atMs) * 1_000_000n;
    const count = written.filter((line) => line.ns > from && line.ns <= to && counts(line)).length;
    if (count > 0) points.push([atMs / 1000, count]);
  }
  return points;
}

const arrivals = fc.nat({ max: 200 });

/** Query templates whose expected answers this test checks by counting every written line. */
const byCount: Readonly<
  Record<string, { readonly label: (line: Line) => string | undefined; readonly instant?: true }>
> = {
  "count-by-level": {
    label: ({ text }) => `detected_level=${/\b(debug|info|warn|error)\b/i.exec(text)?.[1]?.toLowerCase()}`,
  },
  "rate-by-service": { label: ({ labels }) => `service=${labels["service"]}` },
  "logfmt-status": {
    label: ({ text, labels }) =>
      labels["service"] === "checkout-api" ? /(?<= )status=[45]\d\d/.exec(text)?.[0] : undefined,
  },
  "json-status": { label: ({ text }) => /"status":([45]\d\d)/.exec(text)?.[1]?.replace(/^/, "status=") },
  "alert-errors": {
    label: ({ text, labels }) => (text.includes("error") ? `service=${labels["service"]}` : undefined),
    instant: true,
  },
};

describe("expected answers", () => {
  for (const [template, { label, instant = false }] of Object.entries(byCount)) {
    it(`counts for ${template} what was written, line by line`, () => {
      fc.assert(
        fc.property(arrivals, (arrival) => {
          const planned = plan(template, arrival);
          const names = new Set(written.flatMap((line) => label(line) ?? []));
          const found = [...names].map((name): readonly [string, readonly Point[]] => [
            name,
            counted(planned, (line) => label(line) === name, instant),
          ]);
          const expected: Answer = Object.fromEntries(
            found
              .filter(([, points]) => points.length > 0)
              .map(([name, points]) => [name, metricPart(points, 1, md5)]),
          );
          expect(expectAnswer(planned, history, md5)).to.deep.equal(expected);
        }),
        { numRuns: 12 },
      );
    });
  }

  it("finds for filter-errors the last lines of the window, byte for byte", () => {
    fc.assert(
      fc.property(arrivals, (arrival) => {
        const planned = plan("filter-errors", arrival);
        const from = BigInt(planned.window.startMs) * 1_000_000n;
        const to = BigInt(planned.window.endMs) * 1_000_000n;
        const found = written
          .filter(({ ns, text }) => ns >= from && ns < to && text.includes("error"))
          .sort((a, b) => (a.ns < b.ns ? 1 : -1))
          .slice(0, 100);
        const lines = linesPart(
          found.map(({ ns, text }) => [String(ns), text] as const),
          md5,
        );
        expect(expectAnswer(planned, history, md5)).to.deep.equal({ lines });
      }),
      { numRuns: 30 },
    );
  });

  it("differs for another seed, and says nothing of what it does not know", () => {
    const other = new HistoryLines({ ...key, seed: 4 });
    for (const template of ["count-by-level", "json-quantile", "filter-errors"]) {
      const planned = plan(template, 4);
      expect(expectAnswer(planned, other, md5), template).to.not.deep.equal(
        expectAnswer(planned, history, md5),
      );
    }
    expect(expectAnswer(plan("stats", 0), history, md5)).to.equal(undefined);
    expect(expectAnswer({ ...plan("labels", 0), known: false }, history, md5)).to.equal(undefined);
  });

  it("names every stream, where each has a line in the window, and else knows nothing", () => {
    const planned = plan("labels", 2);
    const pods = new Set(written.map(({ labels }) => labels["pod"]));
    expect(expectAnswer(planned, history, md5)?.["names"]?.count).to.equal(pods.size);
    const empty = { ...planned, window: { startMs: layout.startMs, endMs: layout.startMs + 1, stepS: 1 } };
    expect(expectAnswer(empty, history, md5)).to.equal(undefined);
  });
});
