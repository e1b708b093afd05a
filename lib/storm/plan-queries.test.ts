import { expect } from "chai";
import { historyEndMs, historyLayout } from "../history/history-layout.ts";
import { isQueryTemplate, queryTemplates } from "../plan/query-templates.ts";
import { type QueryMix, queryPlanner } from "./plan-queries.ts";
import { templates } from "./templates.ts";
import { turnsOf } from "./turns.ts";

const nowMs = 1_800_000_000_123;
const layout = historyLayout({ spanS: 590_400, lines: 6000, streams: 3 }, nowMs);
const mixed: QueryMix = {
  runId: "run",
  rangesMs: [900_000, 21_600_000, 590_400_000],
  history: { runId: "earlier", layout },
};
const total = Object.values(queryTemplates).reduce((sum, weight) => sum + weight, 0);

describe("the query mix", () => {
  it("gives every template its share of a round, and no turn to one without a weight", () => {
    const turns = turnsOf({ labels: 3, series: 1, stats: 0 });
    const names = Array.from({ length: 8 }, (_, i) => turns.at(i).template);
    expect(names).to.deep.equal([
      "labels",
      "labels",
      "series",
      "labels",
      "labels",
      "labels",
      "series",
      "labels",
    ]);
    expect(Array.from({ length: 8 }, (_, i) => turns.at(i).nth)).to.deep.equal([0, 1, 0, 2, 3, 4, 1, 5]);
    expect(() => turnsOf({ stats: 0 }).at(0)).to.throw();
  });

  it("asks every template over every range, cache-friendly and cache-busting", () => {
    const planAt = queryPlanner(mixed);
    const asked = Array.from({ length: total * 6 }, (_, i) => planAt(i, nowMs + i));
    const seen = new Set(asked.map(({ template, rangeMs, cache }) => `${template} ${rangeMs} ${cache}`));
    const names = Object.keys(queryTemplates).filter(isQueryTemplate);
    const all = names.flatMap((name) =>
      mixed.rangesMs.flatMap((ms) => [`${name} ${ms} friendly`, `${name} ${ms} busting`]),
    );
    expect(all.filter((one) => !seen.has(one))).to.deep.equal([]);
  });

  it("repeats what is cache-friendly, and nothing that is cache-busting", () => {
    const planAt = queryPlanner({ ...mixed, weights: { "filter-errors": 1 } });
    const asked = Array.from({ length: 300 }, (_, i) => planAt(i, nowMs + i));
    const windows = (cache: string): number =>
      new Set(asked.filter((one) => one.cache === cache).map(({ window }) => JSON.stringify(window))).size;
    expect(windows("friendly")).to.be.at.most(12);
    expect(windows("busting")).to.be.above(90);
    for (const { cache, window } of asked.filter((one) => one.cache === "friendly")) {
      expect(window.endMs % (window.stepS * 1000), cache).to.equal(0);
    }
  });

  it("asks the history of the run that wrote it, where the seed knows the answer; else all there is", () => {
    const planAt = queryPlanner(mixed);
    const blind = queryPlanner({ ...mixed, history: undefined });
    for (let arrival = 0; arrival < total; arrival++) {
      const { template, query, known } = planAt(arrival, nowMs);
      const history = templates[template].over === "history";
      expect(query, template).to.include(
        history ? '{lokiproof_run="earlier", source="history"' : '{lokiproof_run="run"',
      );
      expect(known, template).to.equal(history && template !== "stats");
      expect(blind(arrival, nowMs)).to.include({ known: false });
      expect(blind(arrival, nowMs).query).to.include('{lokiproof_run="run"').and.not.include("source");
    }
  });

  it("looks at nothing outside of the history when a person asks, or the range is short", () => {
    const planAt = queryPlanner({ ...mixed, rangesMs: [900_000, 21_600_000] });
    for (let arrival = 0; arrival < 400; arrival++) {
      const { template, window, rangeMs } = planAt(arrival, nowMs);
      const { over, who } = templates[template];
      if (over === "live" || (who !== "person" && rangeMs >= 7_200_000)) continue;
      expect(window.endMs).to.be.at.most(historyEndMs(layout));
      expect(window.startMs).to.be.at.least(layout.startMs - window.stepS * 1000);
    }
  });

  it("writes LogQL as people do", () => {
    const planAt = queryPlanner({ ...mixed, rangesMs: [900_000] });
    const queries = new Map<string, string>();
    for (let arrival = 0; arrival < total; arrival++) {
      const { template, query } = planAt(arrival, nowMs);
      queries.set(template, query.replace(/\{lokiproof_run="\w+"/, "{"));
    }
    expect(queries.get("count-by-level")).to.equal(
      'sum by (detected_level) (count_over_time({, source="history"} [15s]))',
    );
    expect(queries.get("logfmt-quantile")).to.equal(
      'quantile_over_time(0.99, {, source="history", service="checkout-api"} | logfmt | unwrap ms | __error__="" [15s]) by (pod)',
    );
    expect(queries.get("alert-slow")).to.equal(
      'sum by (pod) (count_over_time({, source="history", service="checkout-api"} | logfmt | ms>1000 | __error__="" [900s]))',
    );
    expect(queries.get("filter-excluded")).to.equal('{, source="history"} != `info` != `debug`');
  });
});
