import { expect } from "chai";
import { figure, plan, pushes, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { earlyRefusals, type Offer, worstCeiling } from "lokiproof/limits/bucket-bounds.ts";
import { compareEffective, lookAtLimits, lookAtMember } from "lokiproof/limits/compare-effective.ts";
import { compareStages } from "lokiproof/limits/compare-stages.ts";
import { effectiveLimits } from "lokiproof/limits/effective-probe.ts";
import type { EffectiveRecord } from "lokiproof/limits/effective-record.ts";
import { ingestionBuckets } from "lokiproof/limits/expected-limits.ts";
import { bytesOf, offersOf, startingBytes, staysBelow } from "lokiproof/limits/flood-bounds.ts";
import {
  type IngestionRateRecord,
  ingestionRate,
  rateTenant,
} from "lokiproof/limits/ingestion-rate-probe.ts";
import {
  burstBounds,
  earnedBounds,
  quotedRates,
  type RateBounds,
  refusedLines,
  unclear,
} from "lokiproof/limits/rate-bounds.ts";
import { changedLimit, runtimeChange, runtimeTenant } from "lokiproof/limits/runtime-change-probe.ts";
import { plannedFloods } from "lokiproof/scenario/tenant-groups.ts";

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
let effective: EffectiveRecord | undefined;
/** Read and parsed once: it is asked of for every one of a thousand tenants. */
const effectiveRecord = (): EffectiveRecord => (effective ??= recordOf(effectiveLimits));
const look = (tenant: string): string => lookAtMember(effectiveRecord(), tenant);

interface Flooded {
  readonly tenant: string;
  /** The flood of the plan that it has a part of: its own, or its group's. */
  readonly flood: string;
  readonly offers: readonly Offer[];
}

/** Every tenant that was flooded, with its pushes as the rate limiters met them; none of the plan's floods is missing. */
function floods(): readonly Flooded[] {
  const planned = plannedFloods(plan());
  if (planned.length === 0) skip("the plan floods no tenant");
  const byTenant = Map.groupBy(pushes(), ({ tenant }) => tenant);
  return planned.flatMap(({ name: flood, tenants }) => {
    const sent = tenants.filter((tenant) => byTenant.has(tenant));
    if (sent.length === 0) unknown(`the record holds no push of ${flood}, whose flood the plan asks for`);
    return sent.map((tenant) => ({ tenant, flood, offers: offersOf(byTenant.get(tenant) ?? []) }));
  });
}

/** What was offered to the tenants of each group, and refused: in one figure each. */
function tellGroups(all: readonly Flooded[]): void {
  const ofGroups = all.filter(({ tenant, flood }) => tenant !== flood);
  for (const [flood, members] of Map.groupBy(ofGroups, (one) => one.flood)) {
    const offers = members.flatMap((one) => one.offers);
    const refused = mb(bytesOf(offers, "refused"));
    figure(
      `${flood}: ${mb(bytesOf(offers))} offered to ${members.length} tenants, ${refused} refused for the rate`,
    );
  }
}

function rateRecord(): IngestionRateRecord {
  const record = recordOf(ingestionRate);
  const [strange] = unclear(record);
  if (strange) unknown(`a push was answered neither 204 nor 429: ${strange.status} ${strange.said ?? ""}`);
  expect(record.buckets.length, "distributors whose bucket was drained").to.equal(
    plan().replicas.distributor,
  );
  return record;
}

const tooSlow =
  "a distributor refused nothing, and the machine was too slow to offer it more than it had to take";

function expectBounds(what: string, bounds: RateBounds | undefined): void {
  if (bounds === undefined) unknown(`nothing was offered: ${what}`);
  const { acceptedBytes, leastBytes, mostBytes } = bounds;
  expect(acceptedBytes, `${what}, at most; ${look(rateTenant)}`).to.be.at.most(mostBytes);
  if (leastBytes !== undefined)
    expect(acceptedBytes, `${what}, at least; ${look(rateTenant)}`).to.be.at.least(leastBytes);
}

function expectBelowCeiling({ tenant, flood, offers }: Flooded): void {
  const buckets = ingestionBuckets(plan(), tenant);
  const { distributors, burstBytes, rateBytesPerSecond } = buckets;
  const worst = worstCeiling(offers, buckets);
  // Of one in a group, all may have failed.
  if (worst === undefined) return;
  const allowed = worst.allowedBytes + startingBytes(effectiveRecord(), worst.fromMs, buckets);
  const seen = `${tenant}: ${mb(worst.acceptedBytes)} accepted in ${((worst.toMs - worst.fromMs) / 1000).toFixed(1)} s`;
  const most = `at most ${mb(allowed)} can be, of ${distributors} bursts of ${mb(burstBytes)} and ${mb(distributors * rateBytesPerSecond)}/s`;
  expect(worst.acceptedBytes, `${seen}; ${most}; ${look(tenant)}`).to.be.at.most(allowed);
  if (tenant !== flood) return;
  const refused = bytesOf(offers, "refused");
  const total = `${tenant}: ${mb(bytesOf(offers))} offered, ${mb(refused)} refused for the rate`;
  figure(refused > 0 ? `${total}; ${seen}, ${most}` : total);
}

describe("limits", () => {
  it("effective: every component has exactly the configured limits for every tenant", () => {
    const record = recordOf(effectiveLimits);
    const seen = compareEffective(plan(), record);
    expect(seen.observed, `limits in effect; ${lookAtLimits(seen, record)}`).to.deep.equal(seen.expected);
    if (seen.compared === 0 || seen.unreadable.length > 0)
      unknown(seen.unreadable.join("; ") || "no limit was shown");
    figure(`${seen.compared} limits compared on ${Object.keys(record.members).length} members`);
  });

  it("runtime-config: every component loaded the runtime overrides, and the same ones", () => {
    const members = Object.entries(recordOf(effectiveLimits).members);
    for (const [name, { error }] of members) if (error !== undefined) unknown(`${name}: ${error}`);
    if (members.length === 0) unknown("no member was asked");
    const failed = members.filter(([, { reloadSuccessful }]) => reloadSuccessful !== 1).map(([name]) => name);
    expect(failed, "members without a runtime file, or whose last reload of it failed: see their logs").to.be
      .empty;
    const held = members.map(([name, { hash }]) => `${name} ${hash?.slice(0, 8)}`).join(", ");
    const hashes = new Set(members.map(([, { hash }]) => hash));
    expect(hashes.size, `different runtime configurations in effect (${held})`).to.equal(1);
  });

  it("flood-ceiling: no tenant's flood is let through beyond its bursts and rate", () => {
    const all = floods();
    tellGroups(all);
    const accepted = new Set(
      all.filter(({ offers }) => bytesOf(offers, "accepted") > 0).map(({ flood }) => flood),
    );
    const none = all.find(({ flood }) => !accepted.has(flood));
    if (none !== undefined) unknown(`not one push of ${none.flood} was accepted`);
    for (const one of all) expectBelowCeiling(one);
  });

  it("flood-refusals: no push is refused before a burst is used up, and none of a tenant far below its rate", () => {
    for (const { tenant, offers } of floods()) {
      const [early] = earlyRefusals(offers, ingestionBuckets(plan(), tenant));
      const held = `${tenant} was refused ${early?.offer.bytes} bytes when every distributor still held at least`;
      expect(early?.leastLeftBytes ?? 0, `${held} (bytes); ${look(tenant)}`).to.equal(0);
      if (!staysBelow(plan(), tenant)) continue;
      const refused = pushes().filter((push) => push.tenant === tenant && push.status === 429);
      const words = `Loki said: ${refused[0]?.error ?? "nothing"}`;
      expect(
        refused.length,
        `refused pushes of ${tenant}, far below its rate; ${words}; ${look(tenant)}`,
      ).to.equal(0);
    }
  });

  it("ingestion-burst: each distributor takes one whole burst, and refuses what is beyond", () => {
    const expected = ingestionBuckets(plan(), rateTenant);
    const each = rateRecord().buckets.map((bucket) => ({
      name: bucket.distributor,
      bounds: burstBounds(bucket, expected),
    }));
    for (const { name, bounds } of each)
      expectBounds(`bytes that ${name} took of ${rateTenant}'s burst`, bounds);
    if (each.some(({ bounds }) => bounds?.leastBytes === undefined)) unknown(tooSlow);
  });

  it("ingestion-rate: with the bursts used up, what is accepted is what the rate earns", () => {
    const record = rateRecord();
    const expected = ingestionBuckets(plan(), rateTenant);
    const bounds =
      earnedBounds(record, expected) ?? unknown("the bursts were not used up: see limits.ingestion-burst");
    expectBounds(`bytes of ${rateTenant} accepted through the gateway after the bursts`, bounds);
    const share = Math.trunc(expected.rateBytesPerSecond);
    expect(quotedRates(record), "bytes/s that each distributor names as its share").to.deep.equal([share]);
    const { acceptedBytes, leastBytes = unknown(tooSlow), mostBytes } = bounds;
    figure(`accepted ${mb(acceptedBytes)}, of ${mb(leastBytes)} to ${mb(mostBytes)}`);
  });

  it("ingestion-discards: every line refused for the rate is counted, once", () => {
    const record = rateRecord();
    const lines = refusedLines(record) || unknown("not one line was refused: see limits.ingestion-burst");
    const what = `loki_discarded_samples_total of ${rateTenant}, by reason`;
    expect(record.discarded[rateTenant], what).to.deep.equal({ rate_limited: lines });
  });

  it("runtime-change: an override changed at run time takes effect everywhere, and so does taking it back", () => {
    const record = recordOf(runtimeChange);
    const { expected, observed } = compareStages(plan(), record);
    const what = `${changedLimit} of ${runtimeTenant}, and what is refused by it; ${look(runtimeTenant)}`;
    expect(observed, what).to.deep.equal(expected);
    figure(
      `in effect on ${record.raised.members.length} members after ${(record.raised.waitedMs / 1000).toFixed(1)} s`,
    );
  });
});
