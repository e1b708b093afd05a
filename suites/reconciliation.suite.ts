import { expect } from "chai";
import { attribute } from "lokiproof/claims/load/attribute.ts";
import { type CounterGrowth, growthBetween } from "lokiproof/claims/reconciliation/counter-growth.ts";
import { reconcileIngesterDiscards } from "lokiproof/claims/reconciliation/ingester-discards.ts";
import { reconcileOffered } from "lokiproof/claims/reconciliation/offered-bytes.ts";
import { type PushedTotals, pushedTotals } from "lokiproof/claims/reconciliation/pushed-totals.ts";
import { reconcileReceived } from "lokiproof/claims/reconciliation/received.ts";
import { type Reconciled, unreconciled } from "lokiproof/claims/reconciliation/reconciled.ts";
import { reconcileStreams } from "lokiproof/claims/reconciliation/streams-created.ts";
import { counters, figure, generators, plan, pushes, skip, unknown } from "lokiproof/judge/suite.ts";
import { plannedFloods } from "lokiproof/plan/tenant-groups.ts";
import { replicationOf } from "lokiproof/promises/replication.ts";
import type { PushRecord } from "lokiproof/run-folder/request-record.ts";

interface Flooded {
  readonly tenant: string;
  readonly pushed: PushedTotals;
}

function flood(): readonly PushRecord[] {
  return pushes().filter(({ kind }) => kind === "flood");
}

/** Returns every flooded tenant with the totals of its pushes. The last tenants of a group might have had no pushes. */
function flooded(): readonly Flooded[] {
  const planned = plannedFloods(plan());
  if (planned.length === 0) skip("the plan floods no tenant");
  const byTenant = Map.groupBy(flood(), ({ tenant }) => tenant);
  return planned.flatMap(({ name, tenants }) => {
    const own = tenants.flatMap((tenant) => {
      const sent = byTenant.get(tenant);
      return sent === undefined ? [] : [{ tenant, pushed: pushedTotals(sent) }];
    });
    if (own.length === 0)
      unknown(`not checked: the plan floods ${name}, but no push of that flood was recorded`);
    return own;
  });
}

/**
 * Returns the growth of Loki's counters during the load. During that time nothing else was pushed to the load's
 * tenants.
 */
function growth(): CounterGrowth {
  const grown = growthBetween(counters(), { from: "load-start", to: "load-end" });
  if (grown.gaps.length > 0) unknown(`not checked: Loki's counters are incomplete: ${grown.gaps.join("; ")}`);
  return grown;
}

function sumOf(figures: readonly Reconciled[]): string {
  return figures.reduce((sum, { observed }) => sum + observed, 0).toLocaleString("en");
}

function expectReceived(unit: "lines" | "bytes"): void {
  const all = flooded();
  const counted = growth();
  const figures = all.map(({ tenant, pushed }) => reconcileReceived(counted, tenant, { pushed, unit }));
  const acknowledged = all.reduce((sum, { pushed }) => sum + pushed.acknowledged[unit], 0);
  const [received, kept] = [0, 1].map((which) => sumOf(figures.flatMap((one) => one[which] ?? [])));
  const answered = `${acknowledged.toLocaleString("en")} acknowledged`;
  figure(`${unit} of ${all.length} tenants: ${received} received, ${kept} not discarded; ${answered}`);
  expect(
    unreconciled(figures.flat()),
    `${unit} for which Loki's counters disagree with its answers`,
  ).to.deep.equal([]);
}

describe("reconciliation", () => {
  it("offered: the load sent for each tenant matches the plan, within 1 %", () => {
    if (plannedFloods(plan()).length === 0) skip("the plan floods no tenant");
    const figures = reconcileOffered(plan(), flood());
    const wrong = unreconciled(figures);
    const blame = attribute(generators().filter(({ script }) => script === "flood"));
    figure(`${sumOf(figures)} bytes of log lines offered`);
    // Dropped arrivals are Loki's fault only if all virtual users were waiting for Loki's answers.
    if (wrong.length > 0 && blame !== "loki")
      unknown(`not checked: the generator did not follow the plan: ${wrong.join("; ")}`);
    expect(wrong, "tenants whose load differs from the plan, because Loki did not keep up").to.deep.equal([]);
  });

  it("lines: lines received minus lines discarded equal the lines acknowledged", () =>
    expectReceived("lines"));

  it("bytes: bytes received minus bytes discarded equal the bytes acknowledged", () =>
    expectReceived("bytes"));

  it("streams: every stream with an acknowledged push exists on at least a quorum of ingesters", () => {
    const all = flooded();
    const counted = growth();
    const replication = replicationOf(plan());
    const figures = all.map(({ tenant, pushed }) =>
      reconcileStreams(counted, tenant, { pushed, replication }),
    );
    const pushedTo = all.reduce((sum, { pushed }) => sum + pushed.streams, 0);
    figure(`${sumOf(figures)} created for ${pushedTo} streams, replication factor ${replication.factor}`);
    expect(
      unreconciled(figures),
      "tenants for which the ingesters' stream counts differ from the streams pushed",
    ).to.deep.equal([]);
  });

  it("ingester-discards: the ingesters' discard counters agree with the push responses", () => {
    const all = flooded();
    const counted = growth();
    const replication = replicationOf(plan());
    const figures = all.map(({ tenant, pushed }) =>
      reconcileIngesterDiscards(counted, tenant, { pushed, replication }),
    );
    figure(`${sumOf(figures)} lines discarded by ingesters, each counted once a replica`);
    expect(
      unreconciled(figures),
      "lines for which the ingesters' discard counters disagree with the push responses",
    ).to.deep.equal([]);
  });
});
