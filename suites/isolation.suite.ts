import { expect } from "chai";
import { deletesProbe } from "lokiproof/claims/isolation/deletes.probe.ts";
import { blind, leaks, letIn, nameOf, unanswered, unasked } from "lokiproof/claims/isolation/judged.ts";
import { mixedUpDeletes, mixesUpDeletes } from "lokiproof/claims/isolation/mixed-up-deletes.ts";
import { noHeaderReadsProbe } from "lokiproof/claims/isolation/no-header-reads.probe.ts";
import { noHeaderWritesProbe, possibleKeepers } from "lokiproof/claims/isolation/no-header-writes.probe.ts";
import { answers, readControls, tenantPathsOf } from "lokiproof/claims/isolation/read-paths.ts";
import { readers, readsProbe } from "lokiproof/claims/isolation/reads.probe.ts";
import { rulesProbe } from "lokiproof/claims/isolation/rules.probe.ts";
import { isOwner, owners } from "lokiproof/claims/isolation/secrets.ts";
import type { Sighting } from "lokiproof/claims/isolation/sighting.ts";
import { tailProbe } from "lokiproof/claims/isolation/tail.probe.ts";
import { judgeable } from "lokiproof/judge/judgeable.ts";
import { figure, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";
import { wordLimit } from "lokiproof/promises/limits.ts";

/**
 * Expects that every reader queried every path, that no reader saw another tenant's data, and that every owner saw its
 * own data.
 */
function expectIsolated(sightings: readonly Sighting[], paths: readonly string[], known = ""): void {
  expect(leaks(sightings), `reads that returned another tenant's data${known}`).to.deep.equal([]);
  judgeable(
    "not checked: the record lacks these reads",
    unasked(
      sightings,
      paths.flatMap((path) => readers.map((reader) => [path, reader] as const)),
    ),
  );
  judgeable(
    "not checked: a tenant did not see its own data, so its reads prove nothing about other tenants' data",
    blind(
      sightings,
      (path, reader) => readControls.get(path)?.some((owner) => owner === reader) ?? isOwner(reader),
    ),
  );
}

/**
 * Returns whether the planned Loki can show a tenant's data of this kind. Rules need a ruler, and delete requests need
 * the tenant's deletion API.
 */
function isAskable(tenant: string, kind: string): boolean {
  if (kind === "rules") return answers(plan(), "ruler");
  return kind !== "deletes" || wordLimit(plan(), tenant, "deletion_mode") !== "disabled";
}

describe("isolation", () => {
  it("no-header-reads: every read path answers 401 without X-Scope-OrgID, at the gateway and behind it", () => {
    const { sightings } = recordOf(noHeaderReadsProbe);
    expect(
      sightings.filter(letIn).map(nameOf),
      "paths that accepted a request without X-Scope-OrgID (any status but 401)",
    ).to.deep.equal([]);
    expect(leaks(sightings), "reads without X-Scope-OrgID that returned a tenant's data").to.deep.equal([]);
    const paths = [...readControls.keys(), ...tenantPathsOf(plan()).map(({ name }) => name)];
    judgeable(
      "not checked: the record lacks these reads",
      unasked(
        sightings,
        paths.map((path) => [path, null] as const),
      ),
    );
    judgeable("not checked: these paths did not answer", sightings.filter(unanswered).map(nameOf));
    figure(`${sightings.length} requests without X-Scope-OrgID were answered 401`);
  });

  it("no-header-writes: every write path answers 401 without X-Scope-OrgID, and stores nothing", () => {
    const { writes, stored } = recordOf(noHeaderWritesProbe);
    expect(
      writes.filter(letIn).map(nameOf),
      "write paths that accepted a request without X-Scope-OrgID (any status but 401)",
    ).to.deep.equal([]);
    const shows = stored.flatMap(({ tenant, ...kinds }) =>
      Object.entries(kinds).map(([kind, { status, shows: some }]) => ({ tenant, kind, status, shows: some })),
    );
    const kept = shows.filter((one) => one.shows).map(({ tenant, kind }) => `${kind} at ${tenant}`);
    expect(kept, "data that Loki stored from writes without X-Scope-OrgID").to.deep.equal([]);
    expect(stored.map(({ tenant }) => tenant)).to.have.members(possibleKeepers);
    if (writes.length === 0) unknown("not checked: the record has no write without X-Scope-OrgID");
    judgeable("not checked: these writes were not answered", writes.filter(unanswered).map(nameOf));
    const unread = shows
      .filter(({ tenant, kind }) => isAskable(tenant, kind))
      .filter(({ status }) => status !== 200 && status !== 404);
    judgeable(
      "not checked: these reads after the writes failed",
      unread.map(({ tenant, kind, status }) => `${kind} of ${tenant}: ${status}`),
    );
  });

  it("wrong-tenant: on every read path, each tenant sees its own data and no other tenant's", () => {
    const { sightings } = recordOf(readsProbe);
    expectIsolated(sightings, [...readControls.keys()]);
    figure(`${sightings.length} answers on ${readControls.size} paths searched for other tenants' data`);
  });

  it("tail: a websocket tail delivers only its own tenant's lines", () => {
    const { tails, pushes } = recordOf(tailProbe);
    const sightings = tails.map(({ tenant, sees, opened, said }) => {
      const status = opened ? 101 : 0;
      return { path: "tail", via: "gateway", reader: tenant, status, sees, ...(said ? { said } : {}) };
    });
    expect(leaks(sightings), "tails that delivered another tenant's lines").to.deep.equal([]);
    judgeable(
      "not checked: the record lacks these tails",
      unasked(
        sightings,
        owners.map((owner) => ["tail", owner] as const),
      ),
    );
    judgeable(
      "not checked: these pushes were not acknowledged",
      pushes.filter(({ status }) => status !== 204).map(nameOf),
    );
    judgeable(
      "not checked: a tail did not deliver its own tenant's lines, so it proves nothing about other tenants' lines",
      blind(sightings, () => true),
    );
  });

  it("rules: each tenant sees and deletes its own rules and no other's", () => {
    const { reads, afterTrespass, deletes } = recordOf(rulesProbe);
    expectIsolated(reads, ["all rules", "rules of the namespace"]);
    const lost = blind(afterTrespass, () => true);
    judgeable(
      "not checked: these reads after the foreign deletions were not answered",
      afterTrespass.filter(unanswered).map(nameOf),
    );
    expect(lost, "tenants whose rules are gone after other tenants deleted rules").to.deep.equal([]);
    expect(afterTrespass.map(({ reader }) => reader)).to.have.members([...owners]);
    judgeable(
      "not checked: these tenants could not delete their own rules",
      deletes.filter(({ status }) => status !== 202).map(nameOf),
    );
    expect(deletes.map(({ tenant }) => tenant)).to.have.members([...owners]);
  });

  it("deletes: each tenant sees and cancels its own delete requests and no other's", () => {
    const { reads, trespasses, afterTrespass, cancels } = recordOf(deletesProbe);
    expectIsolated(reads, ["delete requests"], mixesUpDeletes(plan()) ? `: ${mixedUpDeletes}` : "");
    const allowed = trespasses.filter(({ status }) => status >= 200 && status < 300);
    expect(allowed.map(nameOf), "requests that cancelled another tenant's delete request").to.deep.equal([]);
    judgeable(
      "not checked: these reads after the foreign cancellations were not answered",
      afterTrespass.filter(unanswered).map(nameOf),
    );
    expect(
      blind(afterTrespass, () => true),
      "tenants whose delete request is gone after other tenants tried to cancel it",
    ).to.deep.equal([]);
    expect(afterTrespass.map(({ reader }) => reader)).to.have.members([...owners]);
    judgeable(
      "not checked: these tenants could not cancel their own delete requests",
      cancels.filter(({ status }) => status !== 204).map(nameOf),
    );
    expect(cancels.map(({ tenant }) => tenant)).to.have.members([...owners]);
  });
});
