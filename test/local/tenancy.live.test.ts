import { expect } from "chai";
import { wallClock } from "../../lib/base/clock.ts";
import { layer } from "../../lib/base/json.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { multiTenantProbe } from "../../lib/claims/isolation/multi-tenant.probe.ts";
import { readsProbe } from "../../lib/claims/isolation/reads.probe.ts";
import { tailProbe } from "../../lib/claims/isolation/tail.probe.ts";
import { formatsProbe } from "../../lib/claims/round-trip/formats.probe.ts";
import { copySuites } from "../../lib/judge/copy-suites.ts";
import { type RunFolder, runFolder } from "../../lib/judge/run-folder.fixture.ts";
import { judge } from "../../lib/judge/run-suites.ts";
import { pushFormats } from "../../lib/loki/push-formats.ts";
import { breakage } from "../../lib/plan/breakage-schema.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { observe } from "../../lib/run/observe.ts";
import { probeFile } from "../../lib/run-folder/run-files.ts";
import { writeRecord } from "../../lib/run-folder/write-run.ts";
import { localProvider } from "../../lib/stack/local/local-provider.ts";
import type { CheckResult } from "../../lib/verdict/check.ts";

/**
 * Two faults of Loki that only their own checks can detect: queries may span tenants, and one tenant's long lines are
 * truncated.
 */
const faults = breakage.parse({
  name: "tenancy",
  description: "queries may span tenants, long lines of the round trip are truncated",
  mustRed: ["isolation.multi-tenant", "round-trip.*"],
  config: { querier: { multi_tenant_queries_enabled: true } },
  overrides: { "lokiproof-round-trip": { max_line_size: "64KB", max_line_size_truncate: true } },
});
const multiTenant = { querier: { multi_tenant_queries_enabled: true } };
const probes = [formatsProbe, readsProbe, tailProbe, multiTenantProbe];

/**
 * Returns a plan with one replica of each component; the results of these tests do not depend on the number of
 * replicas.
 */
async function smallPlan(): Promise<Plan> {
  const { plan } = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, testTenants);
  const ones = Object.keys(plan.replicas).map((component) => [component, 1]);
  return {
    ...plan,
    replicas: { ...plan.replicas, ...Object.fromEntries(ones) },
    config: layer(plan.config, { common: { replication_factor: 1 } }),
    required: [],
    breakage: faults,
  };
}

describe("tenancy on real Loki", function () {
  this.timeout(180_000);
  const resources = new AsyncDisposableStack();
  let plan: Plan;
  let folder: RunFolder;
  const judged = async (): Promise<Map<string, CheckResult>> => {
    const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
    return new Map(checks.map((check) => [check.id, check]));
  };

  before(async () => {
    plan = await smallPlan();
    const { signal } = new AbortController();
    folder = resources.use(await runFolder(plan));
    await copySuites({
      runDir: folder.dir,
      only: ["isolation", "isolation-headers", "round-trip"],
      userSuites: [],
    });
    await using stack = await localProvider.up(plan, { progress: silentProgress, signal });
    const context = { stack, plan, runDir: folder.dir, clock: wallClock, progress: silentProgress };
    const look = async (probe: (typeof probes)[number]): Promise<void> =>
      writeRecord(folder.dir, probeFile(probe), await observe(probe, context, signal));
    await Promise.all(probes.map(look));
  });
  after(() => resources.disposeAsync());

  it("is isolated on every path that one tenant asks, and by tail", async () => {
    const checks = await judged();
    for (const id of ["isolation.wrong-tenant", "isolation.tail"]) {
      expect(checks.get(id)?.outcome, checks.get(id)?.message).to.equal("pass");
    }
  });

  it("turns the round trip of every format red when Loki truncates a line and answers 204", async () => {
    const checks = await judged();
    for (const format of pushFormats) {
      const check = checks.get(`round-trip.${format}`);
      expect(check?.outcome, check?.message).to.equal("fail");
      expect(check?.observed).to.match(/line pushed .*\(200000 bytes.*read .*\(65536 bytes/);
    }
  });

  it("turns A|B red where the plan does not allow it, and finds both tenants' data where it does", async () => {
    const refused = (await judged()).get("isolation.multi-tenant");
    expect(refused?.outcome, refused?.message).to.equal("fail");
    expect(refused?.message).to.contain("paths that accepted a request for two tenants");
    await folder.write("plan.json", { ...plan, config: layer(plan.config, multiTenant) });
    const allowed = (await judged()).get("isolation.multi-tenant");
    expect(allowed?.outcome, allowed?.message).to.equal("pass");
  });
});
