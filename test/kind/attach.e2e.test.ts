import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { stringify } from "yaml";
import {
  type AttachedRun,
  checkOf,
  ids,
  judgedAgain,
  right,
  runIn,
  wrong,
} from "../fixtures/attached-run.fixture.ts";
import { type PlainLoki, plainLoki } from "../fixtures/plain-loki.fixture.ts";

const lokiproof = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

describe("attaching to a Loki that plain Helm installed", function () {
  this.timeout(12 * 60_000);
  let installed: PlainLoki | undefined;
  let loki: PlainLoki;
  let plain: AttachedRun;
  let held: AttachedRun;

  before("install it, as somebody else would, its queriers with a setting of their own", async () => {
    installed = await plainLoki({ queriers: ["-querier.query-ingesters-within=2h"] });
    loki = installed;
  });
  after(() => installed?.[Symbol.asyncDispose]());

  function call(command: "plan" | "run", flags: readonly string[]) {
    const { cluster, namespace } = loki;
    const { kubeconfig, context } = cluster;
    const where = [
      "--stack",
      "cluster",
      "--context",
      context,
      "--namespace",
      namespace,
      "--kubeconfig",
      kubeconfig,
    ];
    return execa(lokiproof, [command, ...where, ...flags], {
      env: loki.credentials,
      stdin: "ignore",
      reject: false,
    });
  }

  async function run(name: string, flags: readonly string[]): Promise<AttachedRun> {
    const out = join(loki.cluster.dir, name);
    const ran = await call("run", ["--yes", "--out", out, ...flags]);
    return runIn(out, `${ran.stdout}${ran.stderr}`);
  }

  it("shows what it would do, and does nothing without being told to", async () => {
    const before = await loki.cluster.objects(loki.namespace);
    const shown = await call("plan", []);
    expect(shown.stdout)
      .to.contain("ATTACHED to")
      .and.to.contain("ConfigMap loki-runtime")
      .and.to.contain("3 ingester");
    const refused = await call("run", []);
    expect(refused.exitCode).to.equal(3);
    expect(refused.stderr).to.contain("WRITES").and.to.contain("--yes");
    expect(await loki.cluster.objects(loki.namespace)).to.deep.equal(before);
  });

  it("makes nothing there, finds its dns:/// address, and passes no check of what nobody stated", async () => {
    const before = await loki.cluster.objects(loki.namespace);
    const seen = await run("plain", []);
    plain = seen;
    expect(await loki.cluster.objects(loki.namespace), "objects of the namespace").to.deep.equal(before);
    expect(seen.problems).to.deep.equal([]);
    expect(ids(seen, "fail")).to.have.members(["intent.same", "routing.gateways", "routing.balance"]);
    expect(checkOf(seen, "routing.gateways").message).to.contain("dns:///");
    for (const id of ["ring.members", "ring.ready", "intent.bucket", "chunks.replication"]) {
      expect(checkOf(seen, id).message, id).to.contain("consistent, intent unknown");
    }
    expect(ids(seen, "pass")).to.include.members([
      "ring.heartbeats",
      "round-trip.json",
      "isolation.wrong-tenant",
    ]);
    expect(seen.exitCode).to.equal(1);
  });

  it("holds it to what is stated, under load through the gateway's address", async () => {
    const expectation = join(loki.cluster.dir, "expect.yaml");
    await writeFile(expectation, stringify(wrong));
    const before = await loki.cluster.objects(loki.namespace);
    const seen = await run("stated", ["--gateway", loki.gatewayUrl, "--expect", expectation]);
    held = seen;
    expect(await loki.cluster.objects(loki.namespace), "objects of the namespace").to.deep.equal(before);
    expect(ids(seen, "fail")).to.include.members([
      "intent.same",
      "intent.version",
      "intent.bucket",
      "intent.schema",
      "intent.settings",
      "kubernetes.versions",
      "ring.ready",
      "routing.queriers",
      "routing.gateways",
      "routing.balance",
    ]);
    expect(ids(seen, "pass")).to.include.members([
      "ring.members",
      "chunks.replication",
      "durability.ingesters",
      "reconciliation.lines",
      "load.answers",
    ]);
  });

  it("of what it runs with, only that its queriers have a setting of their own is red where the right is stated", async () => {
    expect(await judgedAgain(held, "intent", { file: "plan.json", over: right })).to.deep.equal({
      "intent.same": "fail",
      "intent.version": "pass",
      "intent.bucket": "pass",
      "intent.schema": "pass",
      // The stated settings match, but the others were read from the cluster, so their intent is unknown.
      "intent.settings": "unknown",
    });
  });

  it("were its bucket kept by AWS: it has static keys where it should have a role, and both are red", async () => {
    const credentials = { file: "records/storage-policy.credentials.json", over: { data: { aws: true } } };
    expect(await judgedAgain(plain, "storage-policy", credentials)).to.deep.equal({
      "storage-policy.encryption": "skip",
      "storage-policy.lifecycle": "skip",
      "storage-policy.retained": "skip",
      "storage-policy.public-access": "skip",
      "storage-policy.static-keys": "fail",
      "storage-policy.role": "fail",
    });
  });
});
