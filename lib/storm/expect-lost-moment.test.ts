import { expect } from "chai";
import * as fc from "fast-check";
import type { QueryTemplate } from "../plan/query-templates.ts";
import { expectAnswer } from "./expect-answer.ts";
import { expectLostMoment } from "./expect-lost-moment.ts";
import { HistoryLines } from "./history-lines.ts";
import { md5 } from "./md5.ts";
import type { PlannedQuery } from "./planned-query.ts";
import { templates } from "./templates.ts";

type Asked = Pick<PlannedQuery, "known" | "ask" | "vectorS" | "window">;

/** Returns the history of the tenant payments in the scenario `quick`, written at a given time. */
function historyFrom(start: string): HistoryLines {
  const layout = { stepNs: 57_600_000_000, offsetNs: 28_800_000_000, streams: 2, linesPerStream: 1500 };
  return new HistoryLines({
    seed: 2,
    tenant: "payments",
    runId: "quick",
    lokiVersion: "3.7.8",
    layout: { ...layout, startMs: Date.parse(start) },
  });
}

function asked(template: QueryTemplate, start: string, stepS = 1320): Asked {
  const startMs = Date.parse(start);
  const window = { startMs, endMs: startMs + 60_000 * stepS, stepS };
  return { known: true, ask: templates[template].ask, vectorS: stepS, window };
}

const options = { digest: md5, splitIntervalMs: 900_000 };
const seen = historyFrom("2026-11-26T16:34:17.697Z");

describe("what Loki makes of an answer where it splits by the step", () => {
  it("lacks the first moment of one series, as seen on 3.7.8 (12 of 14 lines expected, 11 of 13 answered)", () => {
    const query = asked("json-status", "2026-11-26T19:30:00Z");
    const all = expectAnswer(query, seen, md5) ?? {};
    const lacking = expectLostMoment(query, seen, options) ?? {};
    const differing = Object.keys(all).filter((name) => all[name]?.digest !== lacking[name]?.digest);
    expect(differing).to.deep.equal(["status=500"]);
    expect(all["status=500"]).to.include({ count: 12, sum: 14 });
    expect(lacking["status=500"]).to.include({ count: 11, sum: 13 });
  });

  it("is all of it where a split is longer than a step, or there is none", () => {
    const query = asked("json-status", "2026-11-26T19:30:00Z");
    for (const splitIntervalMs of [0, 3_600_000]) {
      expect(expectLostMoment(query, seen, { ...options, splitIntervalMs })).to.equal(undefined);
    }
  });

  it("is all of it where every series has its first moment", () => {
    expect(expectLostMoment(asked("bytes-by-cluster", "2026-11-26T19:30:00Z"), seen, options)).to.equal(
      undefined,
    );
  });

  it("is all of it of an alert, which has one moment, and of lines", () => {
    for (const template of ["alert-errors", "filter-errors"] as const) {
      expect(expectLostMoment(asked(template, "2026-11-26T19:30:00Z"), seen, options)).to.equal(undefined);
    }
  });

  it("never lacks more than one moment of a series, nor has one too many", () => {
    const starts = fc.integer({ min: 0, max: 1319 });
    const asking = fc.constantFrom<QueryTemplate>(
      "json-status",
      "logfmt-status",
      "json-quantile",
      "count-by-level",
    );
    fc.assert(
      fc.property(starts, asking, (laterS, template) => {
        const history = historyFrom(
          new Date(Date.parse("2026-11-26T16:30:00Z") + laterS * 1000).toISOString(),
        );
        const query = asked(template, "2026-11-26T19:30:00Z");
        const all = expectAnswer(query, history, md5) ?? {};
        const lacking = expectLostMoment(query, history, options) ?? all;
        for (const [name, { count }] of Object.entries(all)) {
          expect(count - (lacking[name]?.count ?? 0)).to.be.within(0, 1);
        }
        expect(Object.keys(lacking)).to.have.members(Object.keys(all));
      }),
      { numRuns: 30 },
    );
  });
});
