import { expect } from "chai";
import { bucketProbe } from "lokiproof/claims/chunks/bucket.probe.ts";
import type { BucketRecord } from "lokiproof/claims/chunks/bucket-record.ts";
import { chunksTenant } from "lokiproof/claims/chunks/chunks-tenant.ts";
import {
  type FailedWrite,
  givenUpStatuses,
  sortFailedWrites,
} from "lokiproof/claims/chunks/failed-writes.ts";
import { total } from "lokiproof/claims/chunks/member-counts.ts";
import { replicasProbe } from "lokiproof/claims/chunks/replicas.probe.ts";
import { objectBounds } from "lokiproof/claims/chunks/stored-bounds.ts";
import { rulesProbe } from "lokiproof/claims/isolation/rules.probe.ts";
import {
  figure,
  hintOf,
  intended,
  look,
  plan,
  pushes,
  recordOf,
  skip,
  unknown,
} from "lokiproof/judge/suite.ts";
import { isPlanned, memberNames } from "lokiproof/plan/tenant-groups.ts";
import { replicationOf } from "lokiproof/promises/replication.ts";
import { isSingleTenant, tenantInLoki } from "lokiproof/promises/tenancy.ts";

const tenantsTold = 12;

function describeWrites(writes: readonly FailedWrite[]): readonly string[] {
  return writes.map(({ member, operation, status, count }) => `${member}: ${count} ${operation} ${status}`);
}

/**
 * Returns whether any request about rules got no answer in time. If so, Loki might have cancelled its own request to S3
 * as well.
 */
function wasAnyGivenUp(): boolean {
  const rules = hintOf(rulesProbe);
  if (rules === undefined) return false;
  const requests = [
    ...rules.posts,
    ...rules.reads,
    ...rules.trespasses,
    ...rules.afterTrespass,
    ...rules.deletes,
  ];
  return requests.some(({ status }) => givenUpStatuses.has(status));
}

/**
 * Returns the record of the expected bucket. Expects that the bucket contains objects. An empty bucket means that it is
 * the wrong bucket, or that nothing was flushed.
 */
function bucket(): BucketRecord {
  const seen = recordOf(bucketProbe);
  if (seen.problem !== undefined)
    unknown(`not checked: bucket ${seen.bucket} could not be read: ${seen.problem}`);
  const flushed = Object.values(seen.tenants).some(({ chunks }) => chunks > 0);
  if (plan().attachment !== undefined && !flushed)
    unknown(
      "not checked: no chunk of the plan's tenants is in the bucket yet: ingesters keep them for chunk_idle_period",
    );
  const shown = look({ probe: bucketProbe, live: `aws s3 ls s3://${seen.bucket}/ --recursive` });
  expect(
    seen.objects,
    `number of objects in ${seen.bucket}, the bucket that Loki is expected to use; ${shown}`,
  ).to.be.above(0);
  return seen;
}

/**
 * Returns the tenants that should have data in the store: the plan's tenants with a flood or a history, the tenants of
 * tenant groups that had a push acknowledged, and lokiproof's own tenant.
 */
function tenantsWithData(): readonly string[] {
  const loaded = Object.entries(plan().tenants).filter(([, { flood, history }]) => flood ?? history);
  const own = tenantInLoki(plan(), chunksTenant);
  return [...new Set([...loaded.map(([tenant]) => tenant), ...membersWithData(), own])];
}

/**
 * Returns the tenants of tenant groups that had a push acknowledged. In a group of a thousand tenants, the last ones
 * might get few pushes or none.
 */
function membersWithData(): readonly string[] {
  const members = new Set(plan().tenantGroups.flatMap(memberNames));
  if (members.size === 0) return [];
  const acknowledged = pushes().filter(({ tenant, status }) => status === 204 && members.has(tenant));
  return [...new Set(acknowledged.map(({ tenant }) => tenant))];
}

function dayName(day: number): string {
  return `${new Date(day * 86_400_000).toISOString().slice(0, 10)} (table ${day})`;
}

describe("chunks", () => {
  it("objects: chunk objects of every tenant with data lie under <tenant>/ in the expected bucket", () => {
    const { tenants } = bucket();
    const none = tenantsWithData().filter((tenant) => (tenants[tenant]?.chunks ?? 0) === 0);
    if (plan().attachment !== undefined && none.length > 0)
      unknown(
        `not checked: chunks of ${none.join(", ")} are not yet in the bucket; ingesters keep them for chunk_idle_period`,
      );
    for (const tenant of tenantsWithData()) {
      expect(tenants[tenant]?.chunks ?? 0, `number of chunk objects under ${tenant}/`).to.be.above(0);
    }
    const told = Object.entries(tenants).sort(([, a], [, b]) => b.chunks - a.chunks);
    const shown = told.slice(0, tenantsTold).map(([tenant, { chunks }]) => `${tenant} ${chunks}`);
    const more = told.length > tenantsTold ? `, and ${told.length - tenantsTold} more tenants` : "";
    figure(`chunk objects: ${shown.join(", ")}${more}`);
    intended("bucket");
  });

  it("tenants: every object in the bucket is Loki's, and belongs to a tenant of the plan", () => {
    if (plan().attachment !== undefined)
      skip("not checked: in an existing cluster, lokiproof reads only the plan's tenants in the bucket");
    const { tenants, tables, strange, strangeCount } = bucket();
    const known = new Set([...Object.keys(plan().overrides), tenantInLoki(plan(), chunksTenant)]);
    const owners = [...Object.keys(tenants), ...tables.flatMap(({ compactedFor }) => compactedFor)];
    if (owners.length === 0) unknown("not checked: the bucket has no object of any tenant");
    const foreign = [...new Set(owners)].filter((tenant) => !known.has(tenant) && !isPlanned(plan(), tenant));
    expect(foreign, "tenants with objects in the bucket that are not in the plan").to.deep.equal([]);
    expect(strange, `object keys that Loki does not write, ${strangeCount} in all`).to.deep.equal([]);
  });

  it("readable: sampled chunks can be read, and match what their key says", () => {
    const { sample } = bucket();
    expect(sample.length, "number of chunks that were read").to.be.above(0);
    const broken = sample.flatMap(({ problem }) => problem ?? []);
    expect(broken, `unreadable chunks, of ${sample.length} sampled`).to.deep.equal([]);
    const entries = sample.reduce((sum, chunk) => sum + (chunk.entries ?? 0), 0);
    figure(`${sample.length} chunks read and their checksums verified, ${entries} entries`);
  });

  it("count: the bucket has as many chunk objects as the ingesters report as stored", () => {
    if (plan().attachment !== undefined)
      skip("not checked: the bucket of an existing cluster has chunks from before its counters began");
    const seen = bucket();
    const silent = [...seen.before.silent, ...seen.after.silent];
    if (silent.length > 0) unknown(`not checked: counters could not be read from ${silent.join(", ")}`);
    const { factor, copies } = replicationOf(plan());
    const tenants = [...new Set([...Object.keys(seen.tenants), ...tenantsWithData()])];
    for (const tenant of tenants) {
      const { atLeast } = objectBounds(Object.values(seen.before.stored[tenant] ?? {}), copies);
      const { atMost } = objectBounds(Object.values(seen.after.stored[tenant] ?? {}), copies);
      const what = `chunk objects of ${tenant}; the ingesters stored ${atMost}, at replication factor ${factor}`;
      expect(atMost, `number of chunks of ${tenant} that the ingesters counted as stored`).to.be.above(0);
      expect(seen.tenants[tenant]?.chunks ?? 0, what).to.be.within(atLeast, atMost);
    }
  });

  it("index: every day with chunks has its index table", () => {
    const { chunkDays, longStoredDays, tables, canRestart } = bucket();
    expect(chunkDays.length, "number of days with chunks").to.be.above(0);
    const missing = chunkDays.filter((day) => !tables.some((table) => table.day === day && table.bytes > 0));
    const due = canRestart ? missing : missing.filter((day) => longStoredDays.includes(day));
    expect(due.map(dayName), "days with chunks and without an index table under index/").to.deep.equal([]);
    if (missing.length > 0) {
      unknown(
        `not checked: no index table yet for ${missing.map(dayName).join(", ")}: ingesters upload theirs within 15 minutes`,
      );
    }
    figure(`${tables.length} index tables for ${chunkDays.length} days with chunks`);
  });

  it("flush: no flush failed and S3 refused no write", () => {
    const { after } = recordOf(bucketProbe);
    if (after.silent.length > 0)
      unknown(`not checked: counters could not be read from ${after.silent.join(", ")}`);
    const counted = Object.entries(after.flushFailures);
    if (counted.length === 0)
      unknown("not checked: no ingester reported loki_ingester_chunks_flush_failures_total");
    for (const [ingester, failures] of counted) {
      expect(
        failures,
        `number of failed flushes of ${ingester}; look in its log for "failed to flush"`,
      ).to.equal(0);
    }
    const { refused, unclear } = sortFailedWrites(after.refusals, wasAnyGivenUp());
    expect(
      describeWrites(refused),
      "writes to S3 that failed (loki_s3_request_duration_seconds_count)",
    ).to.deep.equal([]);
    if (unclear.length > 0)
      unknown(
        `not checked: a request about rules timed out, and a ruler counts its cancelled S3 request as a failed write: ${describeWrites(unclear).join(", ")}`,
      );
  });

  it("replication: every entry is stored by as many ingesters as the replication factor demands", () => {
    const { pushStatus, pushProblem, streams, takenIn, distributors, stored, newObjects } =
      recordOf(replicasProbe);
    if (pushStatus !== 204)
      unknown(`not checked: the test streams were not accepted: ${pushStatus} ${pushProblem ?? ""}`);
    const { factor, copies } = replicationOf(plan());
    const told =
      Object.entries(takenIn)
        .map(([ingester, count]) => `${ingester} ${count}`)
        .join(", ") || "none";
    expect(Object.keys(distributors), "distributors that report their replication factor").to.not.be.empty;
    for (const [distributor, says] of Object.entries(distributors)) {
      expect(says, `loki_distributor_replication_factor of ${distributor}`).to.equal(factor);
    }
    const what = `number of copies of ${streams} new streams that the ingesters received (${told})`;
    expect(total(takenIn), what).to.equal(streams * copies);
    figure(
      `${streams} streams on ${copies} ingesters each; ${total(stored)} chunks stored as ${newObjects ?? "?"} objects`,
    );
    intended("config.common.replication_factor");
  });

  it("flushed: chunks of a fresh push are in the bucket after a flush", () => {
    if (plan().attachment !== undefined)
      skip("not checked: lokiproof does not flush the ingesters of a cluster that it did not create");
    const { pushStatus, pushProblem, streams, takenIn, stored, newObjects, replayed } =
      recordOf(replicasProbe);
    if (pushStatus !== 204)
      unknown(`not checked: the test streams were not accepted: ${pushStatus} ${pushProblem ?? ""}`);
    if (total(takenIn) === 0) unknown("not checked: no ingester received the accepted test streams");
    const what = `number of chunks stored, of ${total(takenIn)} that the ingesters were told to flush`;
    // Chunks of an earlier run are stored again under existing keys, so exact numbers can only be expected for new
    // objects. If auth is off, the single tenant also has other probes' data.
    if (replayed || isSingleTenant(plan())) expect(total(stored), what).to.be.at.least(total(takenIn));
    else expect(total(stored), what).to.equal(total(takenIn));
    if (newObjects === undefined) unknown(`not checked: bucket ${plan().bucket} could not be listed`);
    expect(
      newObjects,
      `number of new chunk objects of ${streams} streams, stored ${total(stored)} times`,
    ).to.be.within(streams, total(stored));
  });
});
