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
  expect(leaks(sightings), `who was shown another tenant's data${known}`).to.deep.equal([]);
  judgeable(
    "the record is partial",
    unasked(
      sightings,
      paths.flatMap((path) => readers.map((reader) => [path, reader] as const)),
    ),
  );
  judgeable(
    "a path that shows an owner nothing proves nothing",
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
    expect(sightings.filter(letIn).map(nameOf), "paths that answered without a tenant").to.deep.equal([]);
    expect(leaks(sightings), "paths that showed data without a tenant").to.deep.equal([]);
    const paths = [...readControls.keys(), ...tenantPathsOf(plan()).map(({ name }) => name)];
    judgeable(
      "the record is partial",
      unasked(
        sightings,
        paths.map((path) => [path, null] as const),
      ),
    );
    judgeable("not every path answered", sightings.filter(unanswered).map(nameOf));
    figure(`${sightings.length} paths and members answered 401`);
  });

  it("no-header-writes: every write path answers 401 without X-Scope-OrgID, and stores nothing", () => {
    const { writes, stored } = recordOf(noHeaderWritesProbe);
    expect(writes.filter(letIn).map(nameOf), "writes that were answered without a tenant").to.deep.equal([]);
    const shows = stored.flatMap(({ tenant, ...kinds }) =>
      Object.entries(kinds).map(([kind, { status, shows: some }]) => ({ tenant, kind, status, shows: some })),
    );
    const kept = shows.filter((one) => one.shows).map(({ tenant, kind }) => `${kind} at ${tenant}`);
    expect(kept, "what was stored without a tenant").to.deep.equal([]);
    expect(stored.map(({ tenant }) => tenant)).to.have.members(possibleKeepers);
    if (writes.length === 0) unknown("no write was tried");
    judgeable("not every write was answered", writes.filter(unanswered).map(nameOf));
    const unread = shows
      .filter(({ tenant, kind }) => isAskable(tenant, kind))
      .filter(({ status }) => status !== 200 && status !== 404);
    judgeable(
      "not everything could be read afterwards",
      unread.map(({ tenant, kind, status }) => `${kind} of ${tenant}: ${status}`),
    );
  });

  it("wrong-tenant: on every read path, each tenant sees its own data and no other tenant's", () => {
    const { sightings } = recordOf(readsProbe);
    expectIsolated(sightings, [...readControls.keys()]);
    figure(`${sightings.length} answers on ${readControls.size} paths looked through`);
  });

  it("tail: a websocket tail delivers only its own tenant's lines", () => {
    const { tails, pushes } = recordOf(tailProbe);
    const sightings = tails.map(({ tenant, sees, opened, said }) => {
      const status = opened ? 101 : 0;
      return { path: "tail", via: "gateway", reader: tenant, status, sees, ...(said ? { said } : {}) };
    });
    expect(leaks(sightings), "whose tail carried another tenant's lines").to.deep.equal([]);
    judgeable(
      "the record is partial",
      unasked(
        sightings,
        owners.map((owner) => ["tail", owner] as const),
      ),
    );
    judgeable("a push was not acknowledged", pushes.filter(({ status }) => status !== 204).map(nameOf));
    judgeable(
      "a tail that carries nothing proves nothing",
      blind(sightings, () => true),
    );
  });

  it("rules: each tenant sees and deletes its own rules and no other's", () => {
    const { reads, afterTrespass, deletes } = recordOf(rulesProbe);
    expectIsolated(reads, ["all rules", "rules of the namespace"]);
    const lost = blind(afterTrespass, () => true);
    judgeable("not every rule was looked for again", afterTrespass.filter(unanswered).map(nameOf));
    expect(lost, "whose rules are gone after others deleted theirs").to.deep.equal([]);
    expect(afterTrespass.map(({ reader }) => reader)).to.have.members([...owners]);
    judgeable("its own rules were not deleted", deletes.filter(({ status }) => status !== 202).map(nameOf));
    expect(deletes.map(({ tenant }) => tenant)).to.have.members([...owners]);
  });

  it("deletes: each tenant sees and cancels its own delete requests and no other's", () => {
    const { reads, trespasses, afterTrespass, cancels } = recordOf(deletesProbe);
    expectIsolated(reads, ["delete requests"], mixesUpDeletes(plan()) ? `: ${mixedUpDeletes}` : "");
    const allowed = trespasses.filter(({ status }) => status >= 200 && status < 300);
    expect(allowed.map(nameOf), "who could cancel another tenant's delete").to.deep.equal([]);
    judgeable("not every request was looked for again", afterTrespass.filter(unanswered).map(nameOf));
    expect(
      blind(afterTrespass, () => true),
      "whose request is gone",
    ).to.deep.equal([]);
    expect(afterTrespass.map(({ reader }) => reader)).to.have.members([...owners]);
    judgeable(
      "its own request was not cancelled",
      cancels.filter(({ status }) => status !== 204).map(nameOf),
    );
    expect(cancels.map(({ tenant }) => tenant)).to.have.members([...owners]);
  });
});
