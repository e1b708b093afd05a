import { expect } from "chai";
import type { Attempt } from "lokiproof/claims/limits/attempt.ts";
import { effectiveLimitsProbe } from "lokiproof/claims/limits/effective-limits.probe.ts";
import { compareDiscards, expectedDiscards } from "lokiproof/claims/limits/expected-discards.ts";
import { queriesTenant } from "lokiproof/claims/limits/query-tries.ts";
import { refusalsProbe } from "lokiproof/claims/limits/refusals.probe.ts";
import { statedNumber, statedText } from "lokiproof/claims/limits/stated-limit.ts";
import { streamsAccepted } from "lokiproof/claims/limits/stream-bounds.ts";
import { rateEarnedLine, streamRateTenant, streamsTenant } from "lokiproof/claims/limits/stream-tries.ts";
import {
  type ValidationRuleName,
  validationRules,
  validationTenant,
} from "lokiproof/claims/limits/validation-rules.ts";
import { look, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { statedLimits } from "lokiproof/promises/limits.ts";
import { lokiIsAtLeast } from "lokiproof/promises/loki-is.ts";

const isLoaded = (tenant: string): string =>
  `is the override loaded? ${look({ probe: effectiveLimitsProbe, find: `"${tenant}"` })}`;

/** Ends the check as unknown if no answer came, because a missing answer proves nothing about a limit. */
function answered(what: string, { status, said }: Attempt): void {
  if (status === 0) unknown(`not checked: no answer: ${what}: ${said}`);
}

interface Tried {
  readonly within: Attempt;
  readonly beyond: Attempt;
}

interface Expectation {
  readonly ok: number;
  readonly status: number;
  readonly words: RegExp;
}

/**
 * Expects that the attempt within a limit was accepted, and that the attempt beyond the limit was refused with this
 * status and message.
 */
function expectLimit(what: string, { within, beyond }: Tried, { ok, status, words }: Expectation): void {
  for (const one of [within, beyond]) answered(what, one);
  expect(
    within.status,
    `request exactly at the limit: ${what}; Loki answered: ${within.said || "nothing"}`,
  ).to.equal(ok);
  expect(
    beyond.status,
    `request just over the limit: ${what}; Loki answered: ${beyond.said || "nothing"}`,
  ).to.equal(status);
  expect(beyond.said, `reason that Loki gives for refusing a request just over the limit: ${what}`).to.match(
    words,
  );
}

function expectRules(...names: readonly ValidationRuleName[]): void {
  const { validation } = recordOf(refusalsProbe);
  const limits = statedLimits(plan(), validationTenant);
  for (const name of names) {
    const rule = validationRules({ limits, nowMs: 0, token: "" }).find((one) => one.name === name);
    const tried = validation.find((one) => one.name === name);
    if (rule === undefined || tried === undefined) unknown(`not checked: ${name} was not tried`);
    const what = `the ${name} of ${validationTenant} (${isLoaded(validationTenant)})`;
    expectLimit(what, tried, { ok: 204, status: 400, words: rule.words });
  }
}

/** Returns the limits of the tenant whose query limits were tested. Ends the check if the record is missing. */
function queryLimits(): ReturnType<typeof statedLimits> {
  recordOf(refusalsProbe);
  return statedLimits(plan(), queriesTenant);
}

function expectQuery(kind: "length" | "series" | "entries", words: RegExp): void {
  const { data, ...tried } = recordOf(refusalsProbe).queries;
  if (data.status !== 204)
    unknown(`not checked: the data to query could not be written: ${data.status} ${data.said}`);
  const what = `the query ${kind} of ${queriesTenant} (${isLoaded(queriesTenant)})`;
  expectLimit(what, tried[kind], { ok: 200, status: 400, words });
  expect(
    tried[kind].within.results,
    `number of entries returned by a query exactly at the limit: ${what}`,
  ).to.be.above(0);
}

describe("limits", () => {
  it("line-size: a line of the maximum size is accepted, and one byte more is refused", () =>
    expectRules("line-size"));

  it("label-count: the maximum number of labels is accepted, and one more is refused", () =>
    expectRules("label-count"));

  it("label-length: label names and values of the maximum length are accepted, and longer ones are refused", () =>
    expectRules("label-name-length", "label-value-length"));

  it("timestamps: the oldest and the latest allowed timestamps are accepted, and ones beyond them are refused", () =>
    expectRules("old-timestamp", "future-timestamp"));

  it("stream-rate: a stream gets its burst, is refused beyond it, and then gets its rate", () => {
    const tries = recordOf(refusalsProbe).streamRate;
    const { burst, beyond, otherStream, refilled } = tries;
    for (const one of [burst, beyond, otherStream, refilled]) answered("a push to one stream", one);
    if (rateEarnedLine(tries))
      unknown(
        "not checked: the refusal took so long after the burst that the rate limit permitted the line again",
      );
    const what = `the stream rate of ${streamRateTenant} (${isLoaded(streamRateTenant)})`;
    expectLimit(
      what,
      { within: burst, beyond },
      { ok: 204, status: 429, words: /Per stream rate limit exceeded \(limit: / },
    );
    expect(
      otherStream.status,
      `status of a push to another stream of ${streamRateTenant}: ${otherStream.said}`,
    ).to.equal(204);
    expect(
      refilled.status,
      `status of the refused line when the rate limit permits it again: ${refilled.said}`,
    ).to.equal(204);
  });

  it("stream-count: a tenant gets the maximum number of streams, no more, and keeps those it has", () => {
    const { streams, existing } = recordOf(refusalsProbe).streamCount;
    for (const one of [...streams, existing]) answered("a push to a new stream", one);
    const accepted = streams.filter(({ status }) => status === 204).length;
    const refused = streams.filter(({ status }) => status !== 204);
    const { least, most } = streamsAccepted(plan());
    const what = `streams that ${streamsTenant} got of ${streams.length} (${isLoaded(streamsTenant)})`;
    expect(accepted, what).to.be.within(least, most);
    expect(refused.length, `number of refused streams of ${streamsTenant}`).to.be.above(0);
    for (const { status, said } of refused) {
      expect(
        status,
        `status of a push that creates one stream more than the limit; Loki answered: ${said}`,
      ).to.equal(429);
      expect(said, "reason that Loki gives for refusing the stream").to.match(
        /maximum active stream limit exceeded when trying to create stream/,
      );
    }
    expect(
      existing.status,
      `status of a push to an existing stream; Loki answered: ${existing.said}`,
    ).to.equal(204);
  });

  it("query-length: a query over the maximum range is answered, and a longer one is refused", () => {
    const longest = statedText(queryLimits(), "max_query_length");
    expectQuery("length", new RegExp(`the query time range exceeds the limit \\(.*, limit: ${longest}\\)`));
  });

  it("query-series: a query for the maximum number of series is answered, and one more is refused", () => {
    const most = statedNumber(queryLimits(), "max_query_series");
    // The name of a limit in Loki's message (pkg/logqlmodel/error.go, read in each release from 3.5.0 to 3.7.8).
    const numberOf = lokiIsAtLeast(plan(), "3.6") ? " number" : "";
    expectQuery(
      "series",
      new RegExp(`maximum${numberOf} of series \\(${most}\\) reached for a single query`),
    );
  });

  it("query-entries: a query for the maximum number of entries is answered, and one more is refused", () => {
    const most = statedNumber(queryLimits(), "max_entries_limit_per_query");
    expectQuery(
      "entries",
      new RegExp(`max entries limit per query exceeded, .* \\(${most + 1} > ${most}\\)`),
    );
  });

  it("discards: each refusal is counted under its reason, once per line and replica, and nothing else is", () => {
    const record = recordOf(refusalsProbe);
    const differing = compareDiscards(expectedDiscards(plan(), record), record.discarded);
    const sideBySide = (side: "expected" | "observed"): Record<string, string> =>
      Object.fromEntries(differing.map((one) => [one.counter, one[side]]));
    const what = "loki_discarded_samples_total by tenant and reason, where it differs";
    expect(sideBySide("observed"), what).to.deep.equal(sideBySide("expected"));
  });
});
