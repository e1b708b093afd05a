import { expect } from "chai";
import { attribute, starvation } from "lokiproof/claims/load/attribute.ts";
import { staysWithinRate } from "lokiproof/claims/load/offered-rate.ts";
import { describeAnswer, unexpectedAnswers } from "lokiproof/claims/load/unexpected-answers.ts";
import { figure, generators, plan, pushes, queries, skip, unknown } from "lokiproof/judge/suite.ts";
import { plannedFloods } from "lokiproof/plan/tenant-groups.ts";
import type { PushRecord, QueryRecord } from "lokiproof/run-folder/request-record.ts";
import { floodLanes } from "lokiproof/traffic/flood-lanes.ts";
import { stormRuns } from "lokiproof/traffic/schedule.ts";

const dayMs = 86_400_000;

function flood(): readonly PushRecord[] {
  return floodLanes(plan()).length === 0 ? [] : pushes().filter(({ kind }) => kind === "flood");
}

function storm(): readonly QueryRecord[] {
  return stormRuns(plan().tenants).length === 0 ? [] : queries();
}

function skipWithoutLoad(): void {
  const { tenants } = plan();
  if (floodLanes(plan()).length + stormRuns(tenants).length === 0) skip("the plan has no load");
}

/** Ends the check as unknown if a starved generator or machine explains what would otherwise be Loki's fault. */
function unknownWhenStarved(what: string): void {
  const [why] = generators().flatMap((generator) => starvation(generator) ?? []);
  if (why !== undefined) unknown(`not checked: ${what}, but ${why}`);
}

describe("load", () => {
  it("kept-up: Loki accepted every request when it was due", () => {
    skipWithoutLoad();
    const dropped = generators().reduce((sum, one) => sum + one.dropped, 0);
    const planned = generators().reduce((sum, one) => sum + one.planned, 0);
    const sent = flood().length + storm().length;
    figure(`${sent} of ${planned} planned requests sent`);
    const what = `${dropped} of ${planned} requests could not be sent`;
    if (attribute(generators()) === "generator" && dropped > 0) {
      unknownWhenStarved(what);
      unknown(
        `not checked: ${what}, while the generator was not waiting for Loki, or while other processes starved Loki`,
      );
    }
    expect(
      dropped,
      `number of dropped requests (${what}): Loki did not keep up, every virtual user was waiting for Loki`,
    ).to.equal(0);
    expect(sent, "number of planned requests that were recorded").to.equal(planned);
  });

  it("answers: every response is one that the plan expects", () => {
    skipWithoutLoad();
    const unexpected = unexpectedAnswers(plan(), flood(), storm()).map(describeAnswer);
    if (flood().length + storm().length === 0) unknown("not checked: the load recorded no request");
    if (unexpected.length > 0) unknownWhenStarved(unexpected.join("; "));
    expect(
      unexpected,
      "answers other than 204, 200, or a 429 to a tenant that exceeds its rate limit",
    ).to.deep.equal([]);
  });

  it("within-limits: a tenant within its rate has no push refused", () => {
    const within = plannedFloods(plan()).flatMap(({ name, tenants }) => {
      const calm = tenants.filter((tenant) => staysWithinRate(plan(), tenant));
      return calm.length === 0 ? [] : [{ name, tenants: new Set(calm) }];
    });
    if (within.length === 0) skip("the plan floods no tenant that stays within its rate");
    for (const { name, tenants } of within) {
      const own = flood().filter((push) => tenants.has(push.tenant));
      if (own.length === 0)
        unknown(`not checked: the plan floods ${name}, but no push of that flood was recorded`);
      const [first, ...more] = own.filter(({ status }) => status === 429);
      const words = first === undefined ? "" : `${first.tenant}: ${first.error ?? ""}`;
      const refused = first === undefined ? 0 : more.length + 1;
      expect(
        refused,
        `number of refused pushes, of ${own.length} pushes of ${name}; the first: ${words || "none"}`,
      ).to.equal(0);
    }
  });

  it("long-ranges: queries over more than a day are answered", () => {
    const asked = Object.values(plan().tenants).flatMap((tenant) => tenant.storm?.rangesS ?? []);
    if (!asked.some((rangeS) => rangeS * 1000 > dayMs)) skip("the storm has no query over more than a day");
    const long = storm().filter(({ rangeMs }) => rangeMs > dayMs);
    if (long.length === 0) unknown("not checked: no recorded query spans more than 24 hours");
    const failed = long.filter(({ status }) => status !== 200);
    const first = failed[0] && `${failed[0].status} ${failed[0].error ?? ""} to ${failed[0].query}`;
    const what = `${failed.length} of ${long.length} queries over more than a day not answered with 200: ${first}`;
    if (failed.length > 0) unknownWhenStarved(what);
    expect(failed.length, what).to.equal(0);
  });
});
