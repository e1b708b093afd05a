import { expect } from "chai";
import { askedAgainProbe, nameOf } from "lokiproof/claims/storm/asked-again.probe.ts";
import { figure, hintOf, plan, queries, skip, unknown } from "lokiproof/judge/suite.ts";
import type { QueryRecord } from "lokiproof/run-folder/request-record.ts";
import type { Ask } from "lokiproof/storm/ask.ts";
import {
  describeWrong,
  isWrong,
  knownAnswers,
  lacksFirstMoment,
  tenantsAsking,
} from "lokiproof/storm/judge-answers.ts";

function everyKnownAnswerIsRight(...kinds: readonly Ask["kind"][]): void {
  const asking = tenantsAsking(plan().tenants, kinds);
  if (asking.length === 0)
    skip("not checked: no storm of the plan has such a query for a tenant with a history");
  const known = knownAnswers(queries(), kinds);
  const wrong = known.filter(isWrong);
  const [first] = wrong;
  if (first !== undefined) {
    const wrongly = `${wrong.length} of ${known.length} answers are wrong: ${describeQuery(first)}: ${describeWrong(first)}${againOf(first)}`;
    expect(first.answer, wrongly).to.deep.equal(first.expected);
  }
  const unasked = asking.filter((name) => !known.some(({ tenant }) => tenant === name));
  if (unasked.length > 0) {
    unknown(
      `not checked: no query whose answer is known from the seed was answered for ${unasked.join(", ")}`,
    );
  }
  if (known.every(isEmpty))
    unknown(
      "not checked: every answer that is known from the seed is empty, so no query covered the history",
    );
  expect(wrong, "wrong answers").to.deep.equal([]);
  const templates = new Set(known.map(({ template }) => template));
  const days = Math.max(...known.map(({ rangeMs }) => rangeMs)) / 86_400_000;
  const lacking = known.filter(lacksFirstMoment).length;
  figure(
    `${known.length} answers of ${templates.size} templates, over up to ${days.toFixed(1)} days, all correct${lacking === 0 ? "" : but(lacking)}`,
  );
}

/** Describes answers that lack points because of a known Loki bug (expect-lost-moment.ts). */
function but(lacking: number): string {
  return `, but that ${lacking} lack the first moment of a series, which Loki loses where a step is not shorter than split_queries_by_interval`;
}

/**
 * Describes the answers of the same query when it was repeated after the load. They show whether the error persists.
 * Empty if the query was not repeated.
 */
function againOf(wrong: QueryRecord): string {
  const again = hintOf(askedAgainProbe)?.find(({ query }) => query === nameOf(wrong));
  return again === undefined
    ? ""
    : `; asked again after the load: ${again.cached}, past the caches ${again.uncached}`;
}

function isEmpty({ expected = {} }: QueryRecord): boolean {
  return Object.values(expected).every(({ count }) => count === 0);
}

function describeQuery({ tenant, template, query, window }: QueryRecord): string {
  const [from, to] = [window.startMs, window.endMs].map((ms) => new Date(ms).toISOString());
  return `${template} of ${tenant} from ${from} to ${to}: ${query}`;
}

describe("storm", () => {
  it("values: every metric query over the history returns exactly the expected series and values", () => {
    everyKnownAnswerIsRight("metric");
  });

  it("lines: every log query over the history returns exactly the expected lines", () => {
    everyKnownAnswerIsRight("lines");
  });

  it("look-ups: label values, series and volumes over the history list every stream and no other", () => {
    const refused = queries().filter(({ endpoint, status }) => endpoint === "volume" && status === 404);
    const tenants = [...new Set(refused.map(({ tenant }) => tenant))];
    const key = "limits_config.volume_enabled is not true as planned";
    expect(
      tenants,
      `tenants whose log volume queries were answered 404 (${refused[0]?.error ?? ""}): ${key}`,
    ).to.deep.equal([]);
    everyKnownAnswerIsRight("label-values", "series", "volume");
  });
});
