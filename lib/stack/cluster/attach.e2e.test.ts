import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { z } from "zod";
import { type PlainLoki, plainLoki } from "./plain-loki.fixture.ts";

const lokiproof = join(import.meta.dirname, "..", "..", "..", "bin", "lokiproof");
const result = z.object({
  exitCode: z.int(),
  problems: z.array(z.string()),
  checks: z.array(z.object({ id: z.string(), outcome: z.string(), message: z.string().optional() })),
});
type Result = z.infer<typeof result>;
type Check = Result["checks"][number];

const ids = ({ checks }: Result, outcome: string): readonly string[] =>
  checks.filter((check) => check.outcome === outcome).map(({ id }) => id);

function checkOf({ checks }: Result, id: string): Check {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}

async function resultIn(out: string, said: string): Promise<Result> {
  const [runId] = await readdir(out).catch(() => []);
  if (runId === undefined) throw new Error(`lokiproof left no run: ${said}`);
  return result.parse(JSON.parse(await readFile(join(out, runId, "result.json"), "utf8")));
}

describe("attaching to a Loki that plain Helm installed", function () {
  this.timeout(12 * 60_000);
  let installed: PlainLoki | undefined;
  let loki: PlainLoki;

  before("install it, as somebody else would", async () => {
    installed = await plainLoki();
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

  async function run(name: string, flags: readonly string[]): Promise<Result> {
    const out = join(loki.cluster.dir, name);
    const ran = await call("run", ["--yes", "--out", out, ...flags]);
    return resultIn(out, `${ran.stdout}${ran.stderr}`);
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
    expect(await loki.cluster.objects(loki.namespace), "objects of the namespace").to.deep.equal(before);
    expect(seen.problems).to.deep.equal([]);
    expect(ids(seen, "fail")).to.have.members(["routing.gateways", "routing.balance"]);
    expect(checkOf(seen, "routing.gateways").message).to.contain("dns:///");
    for (const id of ["ring.members", "ring.ready", "intent.bucket", "chunks.replication"]) {
      expect(checkOf(seen, id).message, id).to.contain("consistent, intent unknown");
    }
    expect(ids(seen, "pass")).to.include.members([
      "intent.same",
      "ring.heartbeats",
      "round-trip.json",
      "isolation.wrong-tenant",
    ]);
    expect(seen.exitCode).to.equal(1);
  });

  it("holds it to what is stated, under load through the gateway's address", async () => {
    const expectation = join(loki.cluster.dir, "expect.yaml");
    await writeFile(expectation, stated);
    const before = await loki.cluster.objects(loki.namespace);
    const seen = await run("stated", ["--gateway", loki.gatewayUrl, "--expect", expectation]);
    expect(await loki.cluster.objects(loki.namespace), "objects of the namespace").to.deep.equal(before);
    const wrong = ["intent.bucket", "ring.ready", "routing.queriers", "routing.gateways", "routing.balance"];
    expect(ids(seen, "fail")).to.include.members(wrong);
    const right = [
      "ring.members",
      "intent.version",
      "intent.schema",
      "chunks.replication",
      "durability.ingesters",
      "reconciliation.lines",
      "load.answers",
    ];
    expect(ids(seen, "pass")).to.include.members(right);
  });
});

/** All as it is, but for the bucket and the queriers. */
const stated = `version: 1
lokiVersion: "3.7.8"
bucket: another-bucket
replicas: { distributor: 3, ingester: 3, querier: 3, query-frontend: 2, query-scheduler: 2, index-gateway: 2, compactor: 1, ruler: 0 }
config:
  common: { replication_factor: 3 }
  schema_config:
    configs: [{ from: "2024-04-01", store: tsdb, object_store: s3, schema: v13, index: { prefix: index_, period: 24h } }]
  limits_config: { retention_period: 744h, ingestion_rate_mb: 8 }
overrides:
  sandbox: { ingestion_rate_mb: 2, retention_period: 168h }
`;
