import { expect } from "chai";
import { layer } from "../../lib/base/json.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { readCounts } from "../../lib/claims/durability/read-counts.ts";
import { readSamples } from "../../lib/claims/durability/read-samples.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import { runFolder } from "../../lib/judge/run-folder.fixture.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import { floodSpec } from "../../lib/plan/load-schema.ts";
import { withOtlpLabels } from "../../lib/plan/otlp-labels.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { readLinesSoFar } from "../../lib/run-folder/read-strictly.ts";
import type { PushRecord } from "../../lib/run-folder/request-record.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { localProvider } from "../../lib/stack/local/local-provider.ts";
import { provision } from "../../lib/toolchain/provision.ts";

const formats = floodSpec.shape.format.unwrap().options;

/**
 * Returns a plan with a tenant per format and one replica of each component. Every tenant has streams of all line
 * formats, with several pushes a second.
 */
async function planOfFormats(): Promise<Plan> {
  const { plan } = await loadPlan(
    { scenario: "quick", provider: "local", scale: 1, now: new Date() },
    testTenants,
  );
  const steps = [{ forS: 4, rateBytesPerSecond: 600_000 }];
  const tenants = Object.fromEntries(
    formats.map((format) => [
      `team-${format}`,
      { flood: floodSpec.parse({ steps, streams: 4, pushBytes: 30_000, format }) },
    ]),
  );
  const ones = Object.keys(plan.replicas).map((component) => [component, 1]);
  return {
    ...plan,
    tenants,
    overrides: withOtlpLabels(plan.overrides, tenants),
    replicas: { ...plan.replicas, ...Object.fromEntries(ones) },
    config: layer(plan.config, { common: { replication_factor: 1 } }),
    required: [],
    faults: [],
  };
}

describe("formats on real Loki", function () {
  this.timeout(180_000);
  const resources = new AsyncDisposableStack();
  const { signal } = new AbortController();
  let plan: Plan;
  let url = "";
  let pushes: readonly PushRecord[] = [];

  before(async () => {
    plan = await planOfFormats();
    const k6Path = (await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal })).k6
      .path;
    const { dir: runDir } = resources.use(await runFolder(plan));
    const stack = resources.use(await localProvider.up(plan, { progress: silentProgress, signal }));
    url = stack.gatewayUrl;
    await runLoad({ plan, gatewayUrl: url, runDir, k6Path, signal, progress: silentProgress });
    pushes = readLinesSoFar(runDir, runFiles.pushes);
  });
  after(() => resources.disposeAsync());

  for (const format of formats)
    it(`reads back every entry pushed as ${format}: all of them, each as it was derived`, async () => {
      const own = pushes.filter(({ tenant }) => tenant === `team-${format}`);
      expect(own.length).to.be.within(75, 85);
      expect(own.map(({ status, error }) => error ?? status)).to.deep.equal(own.map(() => 204));
      const seconds = new Set(own.map(({ stream, firstTimestampNs }) => `${stream} ${firstTimestampNs}`));
      expect(seconds.size, "pushes of one stream in the same second").to.be.lessThan(own.length);
      const [counts] = await readCounts(own, { url, runId: plan.runId, until: "answer", signal });
      expect(counts).to.deep.include({ status: 200, strange: [] });
      const lines = Map.groupBy(own, ({ stream }) => stream);
      expect(counts?.streams.toSorted((a, b) => a.stream - b.stream)).to.deep.equal(
        [...lines.keys()]
          .toSorted((a, b) => a - b)
          .map((stream) => ({
            stream,
            lines: lines.get(stream)?.reduce((sum, push) => sum + push.lines, 0),
          })),
      );
      const samples = await readSamples(own, { url, plan, signal });
      for (const { expectedLines, readLines, mismatches, firstMismatch } of samples) {
        expect({ readLines, mismatches, firstMismatch }).to.deep.equal({
          readLines: expectedLines,
          mismatches: 0,
          firstMismatch: undefined,
        });
      }
      expect(samples.reduce((sum, { readLines }) => sum + readLines, 0)).to.equal(
        own.reduce((sum, push) => sum + push.lines, 0),
      );
    });
});
