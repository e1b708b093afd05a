import { expect } from "chai";
import { megabytes } from "lokiproof/base/loki-size.ts";
import { compareEffective, firstTenant } from "lokiproof/claims/limits/compare-effective.ts";
import { compareStages } from "lokiproof/claims/limits/compare-stages.ts";
import { effectiveLimitsProbe } from "lokiproof/claims/limits/effective-limits.probe.ts";
import {
  type IngestionRateRecord,
  ingestionRateProbe,
  rateTenant,
} from "lokiproof/claims/limits/ingestion-rate.probe.ts";
import {
  burstBounds,
  earnedBounds,
  quotedRates,
  type RateBounds,
  refusedLines,
  unclear,
} from "lokiproof/claims/limits/rate-bounds.ts";
import {
  changedLimit,
  runtimeChangeProbe,
  runtimeTenant,
} from "lokiproof/claims/limits/runtime-change.probe.ts";
import { figure, intended, look, plan, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { ingestionBuckets } from "lokiproof/promises/ingestion.ts";

const isLoaded = (tenant: string): string =>
  `is the override loaded? ${look({ probe: effectiveLimitsProbe, find: `"${tenant}"` })}`;

function rateRecord(): IngestionRateRecord {
  const record = recordOf(ingestionRateProbe);
  const [strange] = unclear(record);
  if (strange)
    unknown(`not checked: a push was answered neither 204 nor 429: ${strange.status} ${strange.said ?? ""}`);
  expect(record.buckets.length, "number of distributors whose rate-limit burst was used up").to.equal(
    plan().replicas.distributor,
  );
  return record;
}

const tooSlow = "not checked: no distributor refused a push: this machine could not exceed the limit";

function expectBounds(what: string, bounds: RateBounds | undefined): void {
  if (bounds === undefined) unknown(`not checked: nothing was sent: ${what}`);
  const { acceptedBytes, leastBytes, mostBytes } = bounds;
  expect(acceptedBytes, `${what}, at most; ${isLoaded(rateTenant)}`).to.be.at.most(mostBytes);
  if (leastBytes !== undefined)
    expect(acceptedBytes, `${what}, at least; ${isLoaded(rateTenant)}`).to.be.at.least(leastBytes);
}

/**
 * Returns what remains unproven for a Loki that shows no tenant's limits. Other checks test the limits of lokiproof's
 * own tenants.
 */
function defaultsOnly(compared: number): string {
  return `Loki ${plan().lokiVersion} reports no tenant's limits (3.6 and newer do): ${compared} limits of tenants without an override are as configured, the overrides were not compared`;
}

describe("limits", () => {
  it("effective: every component has exactly the configured limits for every tenant", () => {
    const record = recordOf(effectiveLimitsProbe);
    const seen = compareEffective(plan(), record);
    expect(seen.observed, `limits in effect; ${isLoaded(firstTenant(seen))}`).to.deep.equal(seen.expected);
    if (seen.compared === 0 || seen.unreadable.length > 0)
      unknown(seen.unreadable.join("; ") || "not checked: no Loki process reported its limits");
    figure(`${seen.compared} limits compared on ${Object.keys(record.members).length} Loki processes`);
    intended("config.limits_config", "overrides");
    if (record.defaultsOnly === true) skip(defaultsOnly(seen.compared));
  });

  it("runtime-config: every component loaded the same runtime overrides", () => {
    const members = Object.entries(recordOf(effectiveLimitsProbe).members);
    for (const [name, { error }] of members) if (error !== undefined) unknown(`${name}: ${error}`);
    if (members.length === 0) unknown("not checked: no Loki process was queried");
    const failed = members.filter(([, { reloadSuccessful }]) => reloadSuccessful !== 1).map(([name]) => name);
    expect(failed, "Loki processes without a runtime file, or whose last reload of it failed: see their logs")
      .to.be.empty;
    const held = members.map(([name, { hash }]) => `${name} ${hash?.slice(0, 8)}`).join(", ");
    const hashes = new Set(members.map(([, { hash }]) => hash));
    expect(hashes.size, `number of different runtime configs in effect (${held})`).to.equal(1);
  });

  it("ingestion-burst: each distributor accepts one complete burst, and refuses what exceeds it", () => {
    const expected = ingestionBuckets(plan(), rateTenant);
    const each = rateRecord().buckets.map((bucket) => ({
      name: bucket.distributor,
      bounds: burstBounds(bucket, expected),
    }));
    for (const { name, bounds } of each)
      expectBounds(`bytes of ${rateTenant}'s burst that ${name} accepted`, bounds);
    if (each.some(({ bounds }) => bounds?.leastBytes === undefined)) unknown(tooSlow);
  });

  it("ingestion-rate: after the bursts are used up, the accepted bytes per second match the tenant's rate", () => {
    const record = rateRecord();
    const expected = ingestionBuckets(plan(), rateTenant);
    const bounds =
      earnedBounds(record, expected) ??
      unknown("not checked: the bursts were not used up: see limits.ingestion-burst");
    expectBounds(`bytes of ${rateTenant} accepted through the gateway after the bursts`, bounds);
    const share = Math.trunc(expected.rateBytesPerSecond);
    expect(
      quotedRates(record),
      "bytes/s that each distributor reports as its share of the rate limit",
    ).to.deep.equal([share]);
    const { acceptedBytes, leastBytes = unknown(tooSlow), mostBytes } = bounds;
    figure(`accepted ${megabytes(acceptedBytes)}, of ${megabytes(leastBytes)} to ${megabytes(mostBytes)}`);
  });

  it("ingestion-discards: every line refused by the rate limit is counted exactly once", () => {
    const record = rateRecord();
    const lines =
      refusedLines(record) || unknown("not checked: no line was refused: see limits.ingestion-burst");
    const what = `loki_discarded_samples_total of ${rateTenant}, by reason`;
    expect(record.discarded[rateTenant], what).to.deep.equal({ rate_limited: lines });
  });

  it("runtime-change: an override changed at run time takes effect on every Loki process, and so does undoing it", () => {
    const record = recordOf(runtimeChangeProbe);
    const { expected, observed } = compareStages(plan(), record);
    const what = `${changedLimit} of ${runtimeTenant} in each stage, and the answers to test pushes; ${isLoaded(runtimeTenant)}`;
    expect(observed, what).to.deep.equal(expected);
    figure(
      `in effect on ${record.raised.members.length} Loki processes after ${(record.raised.waitedMs / 1000).toFixed(1)} s`,
    );
  });
});
