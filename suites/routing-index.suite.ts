import { expect } from "chai";
import { addressForms } from "lokiproof/claims/routing/address-forms.ts";
import { evenBand } from "lokiproof/claims/routing/even-band.ts";
import { indexLookupsProbe, type LookupWindow } from "lokiproof/claims/routing/index-lookups.probe.ts";
import { routingTenant } from "lokiproof/claims/routing/routing-tenant.ts";
import { figure, look, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { querySettings } from "lokiproof/promises/query-settings.ts";

/** Returns the index lookup windows. Expects one window for every planned querier. */
function windows(): readonly LookupWindow[] {
  const seen = recordOf(indexLookupsProbe).windows;
  const names = seen.map(({ querier }) => querier).join(", ") || "none";
  expect(seen.length, `number of queriers that were sent lookups (${names})`).to.equal(
    plan().replicas.querier,
  );
  return seen;
}

/** Returns the lookups of a window by index gateway. Ends the check as unknown if the querier could not be queried. */
function served(window: LookupWindow): { readonly name: string; readonly count: number }[] {
  if (window.problem !== undefined)
    unknown(`not checked: ${window.querier} could not be queried: ${window.problem}`);
  return Object.entries(window.served).map(([name, count]) => ({ name, count }));
}

function addressedBy({ querier, serverAddress, mode }: LookupWindow): string {
  const shown = look({ probe: indexLookupsProbe, find: querier });
  return `${querier} runs with server_address ${JSON.stringify(serverAddress)}, mode ${mode}; ${addressForms}; ${shown}`;
}

const settings = () => querySettings(plan(), routingTenant);

describe("routing", () => {
  it("gateways: the lookups of every querier reach all index gateways", () => {
    const { gateways } = settings();
    for (const window of windows()) {
      const counts = served(window);
      const reached = counts.filter(({ count }) => count > 0);
      const total = counts.reduce((sum, { count }) => sum + count, 0);
      const what = counts.map(({ name, count }) => `${name} ${count}`).join(", ") || "no index gateway runs";
      expect(
        reached.length,
        `number of index gateways that served lookups of ${window.querier} (lookups by gateway: ${what}); ${addressedBy(window)}`,
      ).to.equal(gateways);
      expect(
        total,
        `number of lookups that the index gateways served, of ${window.asked} sent (by gateway: ${what})`,
      ).to.be.at.least(window.asked);
      figure(`lookups of ${window.querier}: ${what}`);
    }
  });

  it("balance: no querier prefers one index gateway more than chance allows", () => {
    const all = windows();
    const { gateways } = settings();
    for (const window of all) {
      const counts = served(window);
      const total = counts.reduce((sum, { count }) => sum + count, 0);
      expect(total, `number of lookups of ${window.querier} that reached an index gateway`).to.be.above(0);
      const band = evenBand(total, gateways, all.length * gateways);
      for (const { name, count } of counts.toSorted((a, b) => b.count - a.count).slice(0, gateways)) {
        const what = `number of lookups that ${name} served, of ${total} lookups of ${window.querier}; ${addressedBy(window)}`;
        expect(count, what).to.be.within(band.atLeast, band.atMost);
      }
    }
  });

  it("own-index: no querier reads the index by itself", () => {
    for (const window of windows()) {
      const holds = `metrics of a separate index shipper on ${window.querier}; ${addressedBy(window)}`;
      expect(window.ownIndexMetrics, holds).to.deep.equal([]);
      if (window.problem !== undefined)
        unknown(`not checked: ${window.querier} could not be queried: ${window.problem}`);
      const sent = `number of lookups that ${window.querier} sent for ${window.asked} selectors`;
      expect(window.client?.lookups ?? 0, sent).to.be.at.least(window.asked);
    }
  });
});
