import { expect } from "chai";
import { collectedRunners } from "../generator/pods/collected-runners.ts";
import { runFolder, testPlan } from "../judge/run-folder.fixture.ts";
import { floodSpec } from "../plan/load-schema.ts";

const flood = floodSpec.parse({ steps: [{ forS: 20, rateBytesPerSecond: 1e6 }] });
const beats = [1000, 2000].map((beatMs) => JSON.stringify({ beatMs, longestGapMs: 51 })).join("\n");

describe("what k6-operator's runners left", () => {
  it("is of each of them what it recorded, or why there is nothing of it", async () => {
    await using folder = await runFolder({ tenants: { payments: { flood } } });
    await folder.write("load.json", { generators: 3, gatewayUrl: "http://loki-gateway.loki.svc" });
    await folder.write("load/flood-1-x7k2p/flood.jsonl", `${beats}\n`);
    await folder.write("load/flood-1-x7k2p/flood.summary.json", { dropped: { flood_0: 2 } });
    await folder.write("load/flood-2-aaaaa/flood.jsonl", `${beats}\n`);
    await folder.write("load/flood-initializer-bbbbb/flood.jsonl", "");
    const runners = await collectedRunners(folder.dir);
    expect(runners.map(({ share, exit }) => [share.index, share.of, exit.exitCode])).to.deep.equal([
      [0, 3, 0],
      [1, 3, -1],
      [2, 3, -1],
    ]);
    expect(runners[0]?.exit).to.deep.include({ dropped: { flood_0: 2 }, wallSeconds: 1 });
    expect(runners[1]?.exit.stderr).to.equal("it did not end: no summary");
    expect(runners[2]?.exit.stderr).to.match(/^nothing was found at .*flood-3$/);
  });

  it("is refused where it is not what the plan made", async () => {
    await using folder = await runFolder(testPlan());
    const error = await collectedRunners(folder.dir).catch((why: unknown) => why);
    expect(String(error)).to.contain("load.json is not what lokiproof plan --k6-operator has made");
  });
});
