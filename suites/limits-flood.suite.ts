import { expect } from "chai";
import { megabytes } from "lokiproof/base/loki-size.ts";
import { earlyRefusals, type Offer, worstCeiling } from "lokiproof/claims/limits/bucket-bounds.ts";
import { effectiveLimitsProbe } from "lokiproof/claims/limits/effective-limits.probe.ts";
import type { EffectiveRecord } from "lokiproof/claims/limits/effective-record.ts";
import { bytesOf, offersOf, startingBytes, staysBelow } from "lokiproof/claims/limits/flood-bounds.ts";
import { figure, look, plan, pushes, recordOf, skip, unknown } from "lokiproof/judge/suite.ts";
import { plannedFloods } from "lokiproof/plan/tenant-groups.ts";
import { ingestionBuckets } from "lokiproof/promises/ingestion.ts";

let effective: EffectiveRecord | undefined;
/**
 * Returns the record of effective limits. Reads and parses it only once, because it is needed for every tenant, and
 * there might be a thousand tenants.
 */
const effectiveRecord = (): EffectiveRecord => (effective ??= recordOf(effectiveLimitsProbe));
const isLoaded = (tenant: string): string =>
  `is the override loaded? ${look({ probe: effectiveLimitsProbe, find: `"${tenant}"` })}`;

interface Flooded {
  readonly tenant: string;
  /** The name of the planned flood of this tenant: the tenant's own name or the name of its group. */
  readonly flood: string;
  readonly offers: readonly Offer[];
}

/**
 * Returns every flooded tenant with its pushes, converted to input for the calculation of the rate limiters' token
 * buckets. Ends the check as unknown if a planned flood has no push.
 */
function floods(): readonly Flooded[] {
  const planned = plannedFloods(plan());
  if (planned.length === 0) skip("the plan floods no tenant");
  const byTenant = Map.groupBy(pushes(), ({ tenant }) => tenant);
  return planned.flatMap(({ name: flood, tenants }) => {
    const sent = tenants.filter((tenant) => byTenant.has(tenant));
    if (sent.length === 0)
      unknown(`not checked: the plan floods ${flood}, but no push of that flood was recorded`);
    return sent.map((tenant) => ({ tenant, flood, offers: offersOf(byTenant.get(tenant) ?? []) }));
  });
}

/** Reports one figure for each group: the bytes offered to the group's tenants and the bytes that Loki refused. */
function tellGroups(all: readonly Flooded[]): void {
  const ofGroups = all.filter(({ tenant, flood }) => tenant !== flood);
  for (const [flood, members] of Map.groupBy(ofGroups, (one) => one.flood)) {
    const offers = members.flatMap((one) => one.offers);
    const refused = megabytes(bytesOf(offers, "refused"));
    figure(
      `${flood}: ${megabytes(bytesOf(offers))} offered to ${members.length} tenants, ${refused} refused by the rate limit`,
    );
  }
}

function expectBelowCeiling({ tenant, flood, offers }: Flooded): void {
  const buckets = ingestionBuckets(plan(), tenant);
  const { distributors, burstBytes, rateBytesPerSecond } = buckets;
  const worst = worstCeiling(offers, buckets);
  // No push was accepted. In a group, it can happen that all pushes of a tenant failed.
  if (worst === undefined) return;
  const allowed = worst.allowedBytes + startingBytes(effectiveRecord(), worst.fromMs, buckets);
  const seen = `${tenant}: ${megabytes(worst.acceptedBytes)} accepted in ${((worst.toMs - worst.fromMs) / 1000).toFixed(1)} s`;
  const most = `at most ${megabytes(allowed)} can be, of ${distributors} bursts of ${megabytes(burstBytes)} and ${megabytes(distributors * rateBytesPerSecond)}/s`;
  expect(worst.acceptedBytes, `${seen}; ${most}; ${isLoaded(tenant)}`).to.be.at.most(allowed);
  if (tenant !== flood) return;
  const refused = bytesOf(offers, "refused");
  const total = `${tenant}: ${megabytes(bytesOf(offers))} offered, ${megabytes(refused)} refused by the rate limit`;
  figure(refused > 0 ? `${total}; ${seen}, ${most}` : total);
}

describe("limits", () => {
  it("flood-ceiling: no tenant has more accepted than its bursts and its rate allow", () => {
    const all = floods();
    tellGroups(all);
    const accepted = new Set(
      all.filter(({ offers }) => bytesOf(offers, "accepted") > 0).map(({ flood }) => flood),
    );
    const none = all.find(({ flood }) => !accepted.has(flood));
    if (none !== undefined) unknown(`not checked: no push of ${none.flood} was accepted`);
    for (const one of all) expectBelowCeiling(one);
  });

  it("flood-refusals: no push is refused before a burst is used up, nor for a tenant far below its rate", () => {
    for (const { tenant, offers } of floods()) {
      const [early] = earlyRefusals(offers, ingestionBuckets(plan(), tenant));
      const held = `${tenant} was refused ${early?.offer.bytes} bytes when every distributor still held at least`;
      expect(early?.leastLeftBytes ?? 0, `${held} (bytes); ${isLoaded(tenant)}`).to.equal(0);
      if (!staysBelow(plan(), tenant)) continue;
      const refused = pushes().filter(
        (push) => push.kind === "flood" && push.tenant === tenant && push.status === 429,
      );
      const words = `Loki answered: ${refused[0]?.error ?? "nothing"}`;
      expect(
        refused.length,
        `number of refused pushes of ${tenant}, whose load is far below its rate limit; ${words}; ${isLoaded(tenant)}`,
      ).to.equal(0);
    }
  });
});
