import { expect } from "chai";
import { engineContents, kindFlags, kindSandbox } from "../fixtures/kind-run.fixture.ts";
import { passesOnKind } from "../fixtures/passes-on-kind.fixture.ts";

/**
 * Values of the article's own blocks that the chart or Loki refuses, and (`misbehaves`) values with which Loki starts
 * but misbehaves.
 */
const refused = [
  "ruler.maxUnavailable",
  "queryFrontend.maxUnavailable",
  "querier.maxUnavailable",
  "indexGateway.maxUnavailable",
  "distributor.maxUnavailable",
  "read.replicas, write.replicas, backend.replicas",
  "loki.runtimeConfig",
];
const misbehaves = [
  "loki.storage_config.tsdb_shipper.index_gateway_client.server_address",
  "queryScheduler.replicas",
  "ingester.zoneAwareReplication.enabled",
  "ingester.persistence.size",
];

describe("the article's Helm values on kind", () => {
  it("unedited, are refused with every fault named, before anything is started", async () => {
    await using sandbox = await kindSandbox();
    const before = await engineContents();
    const run = await sandbox.start(["run", "article-verbatim", ...kindFlags(), "--out", sandbox.reports])
      .ended;
    expect(run.exitCode, run.all).to.equal(3);
    for (const value of refused) expect(run.all).to.match(new RegExp(`^ *refused +${value}: `, "m"));
    for (const value of misbehaves) expect(run.all).to.match(new RegExp(`^ *misbehaves +${value}: `, "m"));
    expect(run.all).to.include("Nothing was started");
    expect(await engineContents()).to.deep.equal(before);
    expect(await sandbox.leftFiles()).to.deep.equal([]);
  });

  it("corrected, pass by every suite", async () => {
    await passesOnKind("article", { withinS: 480 });
  });
});
