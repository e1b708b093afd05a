import { expect } from "chai";
import { describeError } from "../../lib/base/errors.ts";
import { prepareRelease } from "../../lib/helm/prepare-release.ts";
import { planOnKind, useLabChart } from "../fixtures/lab-chart.fixture.ts";

/**
 * Broken chart values for `--set`, and the message that each must cause. Helm renders the values, and Loki checks the
 * config.
 */
const broken: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    "a limit that Loki does not know",
    ["loki.limits_config.ingestion_rate_mbs=4"],
    /chart values: Loki 3.7.8 has no setting limits_config.ingestion_rate_mbs/,
  ],
  [
    "a limit of a tenant that Loki does not know",
    ["loki.runtimeConfig.overrides.checkout.max_line_sizes=4"],
    /chart values: Loki 3.7.8 has no setting .*max_line_sizes/,
  ],
  [
    "retention without a store for delete requests",
    ["loki.compactor.delete_request_store=null"],
    /refused +Loki's config: .*delete-request-store should be configured/,
  ],
  ["no disruption budget", ["querier.maxUnavailable=null"], /refused +querier.maxUnavailable: .*must be set/],
  [
    "another mode's components",
    ["querier.replicas=4", "backend.replicas=3"],
    /refused +read.replicas, write.replicas, backend.replicas:/,
  ],
  [
    "another mode",
    ["deploymentMode=SimpleScalable"],
    /values are for Loki in another mode \(deploymentMode SimpleScalable\)/,
  ],
  [
    "overrides that are text",
    [String.raw`loki.runtimeConfig=overrides: {}`],
    /refused +loki.runtimeConfig: it is text/,
  ],
  [
    "an address of dns:///",
    ["loki.storage_config.tsdb_shipper.index_gateway_client.server_address=dns:///gateways:9095"],
    /misbehaves .*server_address: dns:\/\/\/loki-index-gateway-headless/,
  ],
  [
    "a ClusterIP service",
    ["loki.storage_config.tsdb_shipper.index_gateway_client.server_address=gateways.prod.svc:9095"],
    /misbehaves .*server_address: loki-index-gateway.loki.svc.*not headless/,
  ],
  ["no scheduler", ["queryScheduler.replicas=0"], /misbehaves +queryScheduler.replicas:.*every query hangs/],
  [
    "too few ingesters",
    ["ingester.replicas=2"],
    /misbehaves +loki.commonConfig.replication_factor: 3 with 2 ingesters/,
  ],
  [
    "a replication factor of 1",
    ["loki.commonConfig.replication_factor=1"],
    /misbehaves +loki.commonConfig.replication_factor: 1/,
  ],
  [
    "a size that is not read",
    ["compactor.persistence.size=50Gi"],
    /misbehaves +compactor.persistence.size: 50Gi is not read/,
  ],
  [
    "a ring in consul",
    ["loki.commonConfig.ring.heartbeat_period=5s"],
    /misbehaves +loki.commonConfig.ring: heartbeat_period/,
  ],
];

describe("broken chart values", function () {
  this.timeout(300_000);
  const lab = useLabChart();

  const said = async (settings: readonly string[], images?: readonly string[]): Promise<string> => {
    const options = { ...lab().options, ...(images === undefined ? {} : { images }) };
    return planOnKind("smoke", { reference: lab().folder("6.55.0"), settings })
      .then((plan) => prepareRelease(plan, options))
      .then(({ warnings }) => warnings.join("\n"), describeError);
  };

  for (const [what, settings, expected] of broken) {
    it(`with ${what} are named before anything is started`, async () => {
      expect(await said(settings)).to.match(expected);
    });
  }

  it("with an image that is in no archive are named", async () => {
    expect(await said([], ["docker.io/grafana/loki:3.7.8"])).to.match(
      /refused +--images: .*nginx-unprivileged.* is in no archive/,
    );
  });

  it("with two compactors, or ingesters without a volume, are warned of: it may be meant", async () => {
    expect(await said(["compactor.replicas=2"])).to.match(/^compactor.replicas: 2 compactors/);
    expect(await said(["ingester.persistence.enabled=false"])).to.match(/^ingester.persistence.enabled: /);
  });

  it("are named all at once", async () => {
    const all = await said([
      "queryScheduler.replicas=0",
      "querier.maxUnavailable=null",
      "ingester.replicas=2",
    ]);
    expect(all)
      .to.match(/querier.maxUnavailable/)
      .and.match(/queryScheduler.replicas/)
      .and.match(/replication_factor/);
  });

  it("are sound where nothing was set", async () => {
    expect(await said([])).to.equal("");
  });
});
