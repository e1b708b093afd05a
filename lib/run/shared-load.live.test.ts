import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { silentProgress } from "../base/log.ts";
import { runFolder, testPlan } from "../judge/run-folder-fixture.ts";
import { attribute } from "../load/attribute.ts";
import { floodLanes } from "../load/flood-lanes.ts";
import { type GeneratorSite, withBodies } from "../load/generator-site.ts";
import { runK6 } from "../load/k6-process.ts";
import { readPushes } from "../load/read-pushes.ts";
import { generatorRecord } from "../load/request-record.ts";
import { runLoad } from "../load/run-load.ts";
import { stormRuns } from "../load/schedule.ts";
import { floodSpec, stormSpec } from "../scenario/load-schema.ts";
import type { Plan } from "../scenario/plan.ts";
import { provision } from "../toolchain/provision.ts";

const of = 3;

/** As many k6 as it takes, here. */
function sharedSite(k6Path: string): GeneratorSite {
  return {
    generators: of,
    run: async (told, { dir, signal }) => {
      const ready = await Promise.all(told.map((one) => withBodies(one, signal)));
      const each = Array.from({ length: of }, (_, index) => ({
        share: { index, of },
        dir: join(dir, `generator-${index}`),
      }));
      await Promise.all(each.map((one) => mkdir(one.dir)));
      const runs = ready.flatMap((one) => each.map((where) => ({ ...one, ...where })));
      return Promise.all(
        runs.map(async (one) => {
          const exit = await runK6({ ...one, k6Path, signal });
          return { ...one, exit, starved: undefined };
        }),
      );
    },
  };
}

async function answeringAll(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(request.method === "POST" ? 204 : 404).end());
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function sharedPlan(): Plan {
  const flood = floodSpec.parse({
    steps: [{ forS: 4, rateBytesPerSecond: 2e5, toBytesPerSecond: 8e5 }],
    pushBytes: 20_000,
    streams: 5,
  });
  // Of this one two generators have a single push, and the third has none.
  const few = floodSpec.parse({ steps: [{ forS: 4, rateBytesPerSecond: 1e4 }], pushBytes: 20_000 });
  const storm = stormSpec.parse({ startS: 0, ratePerSecond: 7, forS: 4, rangesS: [60] });
  const tenants = { payments: { flood, storm }, sandbox: { flood: few } };
  return testPlan({ runId: `shared-${process.pid}-${Date.now()}`, tenants });
}

describe("k6 that share a load", function () {
  this.timeout(120_000);

  it("send together what one would: each arrival once, when it is due, and their beats tell of each", async () => {
    const signal = new AbortController().signal;
    const k6 = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).k6.path;
    const plan = sharedPlan();
    await using folder = await runFolder(plan);
    await using server = await answeringAll();
    const to = { gatewayUrl: server.url, runDir: folder.dir, k6Path: k6, site: sharedSite(k6) };
    await runLoad({ plan, ...to, signal, progress: silentProgress });

    const pushes = await readPushes(folder.dir);
    const lanes = floodLanes(plan);
    const planned = lanes.flatMap(({ tenant, planned: arrivals, linesPerPush }) =>
      Array.from({ length: arrivals }, (_, n) => `${tenant} ${n * linesPerPush}`),
    );
    const sent = pushes.map(({ tenant, firstSequence }) => `${tenant} ${firstSequence}`);
    expect(sent).to.have.members(planned);
    expect(pushes.every(({ status }) => status === 204)).to.equal(true);
    const generators = z
      .array(generatorRecord)
      .parse(JSON.parse(await readFile(join(folder.dir, "records", "generator.json"), "utf8")));
    expect(generators.map(({ dropped }) => dropped)).to.deep.equal(Array.from({ length: 2 * of }, () => 0));
    const ofAll = [...lanes, ...stormRuns(plan.tenants)].reduce((sum, one) => sum + one.planned, 0);
    expect(generators.reduce((sum, one) => sum + one.planned, 0)).to.equal(ofAll);
    expect(attribute(generators)).to.equal("clean");
    for (const { startMs, intendedMs } of pushes) expect(startMs - intendedMs).to.be.within(-1, 250);
  });
});
