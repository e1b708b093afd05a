import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { silentProgress } from "../../lib/base/log.ts";
import { attribute } from "../../lib/claims/load/attribute.ts";
import { type GeneratorSite, withBodies } from "../../lib/generator/generator-site.ts";
import { runK6 } from "../../lib/generator/k6-process.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import { runFolder } from "../../lib/judge/run-folder.fixture.ts";
import { readLinesSoFar } from "../../lib/run-folder/read-strictly.ts";
import { generatorRecord } from "../../lib/run-folder/request-record.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import { floodLanes } from "../../lib/traffic/flood-lanes.ts";
import { stormRuns } from "../../lib/traffic/schedule.ts";
import { answeringServer, plannedPushes, planToShare, sentPushes } from "../fixtures/shared-load.fixture.ts";

const of = 3;

/** Returns a generator site that runs several k6 processes per script on this machine. */
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

describe("k6 that share a load", function () {
  this.timeout(120_000);

  it("send together what one would: each arrival once, when it is due, and their beats tell of each", async () => {
    const signal = new AbortController().signal;
    const k6 = (await provision({ loki: "3.7.8" }, { progress: silentProgress, signal })).k6.path;
    const plan = planToShare();
    await using folder = await runFolder(plan);
    await using server = await answeringServer();
    const to = { gatewayUrl: server.url, runDir: folder.dir, k6Path: k6, site: sharedSite(k6) };
    await runLoad({ plan, ...to, signal, progress: silentProgress });

    const pushes = readLinesSoFar(folder.dir, runFiles.pushes);
    expect(sentPushes(pushes)).to.have.members(plannedPushes(plan));
    expect(pushes.every(({ status }) => status === 204)).to.equal(true);
    const generators = z
      .array(generatorRecord)
      .parse(JSON.parse(await readFile(join(folder.dir, "records", "generator.json"), "utf8")));
    expect(generators.map(({ dropped }) => dropped)).to.deep.equal(Array.from({ length: 2 * of }, () => 0));
    const ofAll = [...floodLanes(plan), ...stormRuns(plan.tenants)].reduce(
      (sum, one) => sum + one.planned,
      0,
    );
    expect(generators.reduce((sum, one) => sum + one.planned, 0)).to.equal(ofAll);
    expect(attribute(generators)).to.equal("clean");
    for (const { startMs, intendedMs } of pushes) expect(startMs - intendedMs).to.be.within(-1, 250);
  });
});
