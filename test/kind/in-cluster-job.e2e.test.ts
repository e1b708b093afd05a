import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { parse, parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import { poll } from "../../lib/base/poll.ts";
import { type RunResult, runResult } from "../../lib/verdict/result.ts";
import type { BareCluster } from "../fixtures/bare-cluster.fixture.ts";
import { ownImage, ownImageName } from "../fixtures/own-image.fixture.ts";
import { type PlainLoki, plainLoki } from "../fixtures/plain-loki.fixture.ts";

const root = join(import.meta.dirname, "..", "..");
const { signal } = new AbortController();
const namespace = "lokiproof";
/** The timeout of a complete run of lokiproof next to Loki, on the same two cores. */
const jobMs = 480_000;

const deployed = (file: string): Promise<string> => readFile(join(root, "deploy", file), "utf8");

/**
 * Returns a manifest of deploy/ as a user would adapt it: with an image, and with credentials that can read the S3
 * bucket.
 */
async function ofOurs(file: string, container: readonly (string | number)[], env: object): Promise<string> {
  const [document] = parseAllDocuments(await deployed(file));
  if (document === undefined) throw new Error(`${file}: expected an object`);
  document.setIn([...container, "image"], ownImageName);
  const given = Object.entries(env).map(([name, value]) => document.createNode({ name, value }));
  for (const one of given) document.addIn([...container, "env"], one);
  return document.toString();
}

const finding = z.object({ name: z.string(), state: z.string(), detail: z.string().optional() });
const findings = z.object({ findings: z.array(finding) });

describe("lokiproof as a Job in the cluster of the Loki that it proves", function () {
  this.timeout(15 * 60_000);
  let installed: PlainLoki | undefined;
  let loki: PlainLoki;
  let cluster: BareCluster;
  const kubectl = (...args: readonly string[]): Promise<string> => cluster.call("kubectl", args);
  const apply = (text: string, ...args: readonly string[]): Promise<string> =>
    cluster.call("kubectl", [...args, "apply", "-f", "-"], text);

  before("a Loki of somebody's, and the rights of deploy/", async () => {
    installed = await plainLoki({ storeNamespace: "store" });
    loki = installed;
    ({ cluster } = loki);
    await cluster.load(await ownImage(cluster.dir));
    await apply(await deployed("rbac/attach.yaml"), "-n", loki.namespace);
    await apply(await deployed("in-cluster.yaml"));
  });
  after(() => installed?.[Symbol.asyncDispose]());

  it("comes to a verdict with these rights alone, changes nothing there, and leaves its report", async () => {
    const before = await loki.cluster.objects(loki.namespace);
    const container = ["spec", "template", "spec", "containers", 0];
    await apply(await ofOurs("job.yaml", container, loki.credentials));
    const seen = await poll(
      () =>
        kubectl("-n", namespace, "get", "job", "lokiproof", "-o", "jsonpath={.status.conditions[*].type}"),
      (types) => /\b(Complete|Failed)\b/.test(types),
      { timeoutMs: jobMs, intervalMs: 1000, signal },
    );
    const log = await kubectl("-n", namespace, "logs", "job/lokiproof");
    process.stdout.write(`${log}\n`);
    expect(seen.settled, `the Job has not ended: ${seen.last} ${log}`).to.equal(true);
    const result = await fetchedResult();
    expect(result.problems).to.deep.equal([]);
    const red = result.checks.filter(({ outcome }) => outcome === "fail").map(({ id }) => id);
    expect(red, log).to.have.members(["routing.gateways", "routing.balance"]);
    expect(result).to.include({ verdict: "fail", exitCode: 1 });
    const green = result.checks.filter(({ outcome }) => outcome === "pass").map(({ id }) => id);
    const proven = ["round-trip.json", "isolation.wrong-tenant", "load.answers", "reconciliation.lines"];
    expect(green).to.include.members([...proven, "kubernetes.restarts", "kubernetes.budgets"]);
    expect(await loki.cluster.objects(loki.namespace), "objects of Loki's namespace").to.deep.equal(before);
  });

  /** Reads the run's result through the pod that deploy/ has for this purpose. */
  async function fetchedResult(): Promise<RunResult> {
    await apply(await ofOurs("report-reader.yaml", ["spec", "containers", 0], {}));
    await kubectl("-n", namespace, "wait", "--for=condition=Ready", "pod/report-reader", "--timeout=60s");
    const read = `const fs = require("fs"); const [run] = fs.readdirSync("/reports").filter((name) => name.startsWith("attach-"));
      for (const file of ["index.html", "junit.xml", "summary.md"]) fs.accessSync("/reports/" + run + "/" + file);
      process.stdout.write(fs.readFileSync("/reports/" + run + "/result.json"))`;
    const text = await kubectl("-n", namespace, "exec", "report-reader", "--", "node", "-e", read);
    return runResult.parse(JSON.parse(text));
  }

  it("has by doctor's access reviews every right that it asks for, and of one taken away doctor names that", async () => {
    const all = (await deployed("rbac/attach-all-namespaces.yaml")).replace(
      "namespace: loki }",
      `namespace: ${namespace} }`,
    );
    await apply(all);
    const own = await ownKubeconfig();
    expect(await missingRights(own)).to.deep.equal([]);
    const rules = z
      .object({ rules: z.array(z.object({ resources: z.array(z.string()) }).loose()) })
      .parse(
        JSON.parse(await kubectl("-n", loki.namespace, "get", "role", "lokiproof-attach", "-o", "json")),
      );
    const fewer = rules.rules.filter(({ resources }) => !resources.includes("poddisruptionbudgets"));
    const patch = JSON.stringify({ rules: fewer });
    await kubectl("-n", loki.namespace, "patch", "role", "lokiproof-attach", "--type=merge", "-p", patch);
    // The API server's authorizer uses a changed Role only after a moment.
    await poll(
      () => missingRights(own),
      (seen) => seen.length > 0,
      { timeoutMs: 10_000, intervalMs: 500, signal },
    );
    expect(await missingRights(own)).to.deep.equal([
      `poddisruptionbudgets in ${loki.namespace}: may not get, list; without it kubernetes.budgets`,
    ]);
  });

  /** Writes a kubeconfig for the Job's ServiceAccount, with a token, for use from this machine. */
  async function ownKubeconfig(): Promise<string> {
    const token = (await kubectl("-n", namespace, "create", "token", "lokiproof")).trim();
    const admin = z
      .object({ clusters: z.array(z.object({ name: z.string() }).loose()).min(1) })
      .parse(parse(await readFile(cluster.kubeconfig, "utf8")));
    const file = join(cluster.dir, "own-kubeconfig");
    const context = { cluster: admin.clusters[0]?.name, user: "lokiproof" };
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: admin.clusters,
      users: [{ name: "lokiproof", user: { token } }],
      contexts: [{ name: "own", context }],
    };
    await writeFile(file, stringify(config), { mode: 0o600 });
    return file;
  }

  async function missingRights(kubeconfig: string): Promise<readonly string[]> {
    const where = ["--kubeconfig", kubeconfig, "--context", "own", "--namespace", loki.namespace];
    const asked = await execa(join(root, "bin", "lokiproof"), ["doctor", "--json", ...where], {
      reject: false,
    });
    const ofCluster = findings
      .parse(JSON.parse(asked.stdout))
      .findings.filter(({ name }) => / in (all namespaces|loki)$|^cluster /.test(name));
    expect(ofCluster.length, "what doctor asked of the cluster").to.be.above(10);
    return ofCluster
      .filter(({ state }) => state !== "ok")
      .map(({ name, detail = "" }) => `${name}: ${detail}`);
  }
});
