import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { poll } from "../../lib/base/poll.ts";
import { http } from "../../lib/loki/http.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import { slotSize } from "../../lib/stack/port-slot.ts";
import { isAlive } from "../../lib/stack/process-table.ts";
import {
  expectNothingLeft,
  ownStateFolder,
  planOf,
  roundTrip,
  signal,
} from "../fixtures/live-stack.fixture.ts";

describe("the local stack", function () {
  this.timeout(120_000);
  const stateFolder = ownStateFolder();

  it("comes up ready within 25 s, two side by side, restarts, tells, collects and leaves nothing", async () => {
    const startMs = Date.now();
    const stack = await upLocal(await planOf(), { progress: silentProgress, signal });
    const upMs = Date.now() - startMs;
    try {
      expect(upMs).to.be.below(25_000);
      expect(stack.members).to.have.length(19);
      for (const { url, name } of stack.members)
        expect((await http(`${url}/ready`, { signal })).status, name).to.equal(200);
      expect(await roundTrip(stack, "hello side one")).to.contain("hello side one");

      const other = await upLocal(await planOf(), { progress: silentProgress, signal });
      try {
        expect(await roundTrip(other, "hello side two"))
          .to.contain("hello side two")
          .and.not.contain("side one");
        expect(Math.abs(other.state.topology.gatewayPort - stack.state.topology.gatewayPort)).to.be.at.least(
          slotSize,
        );
      } finally {
        await other[Symbol.asyncDispose]();
      }
      await expectNothingLeft(other);

      const [ingester] = stack.members.filter(({ component }) => component === "ingester");
      const old = stack.processOf("ingester-0");
      await stack.restart(ingester ?? expect.fail("no ingester"), signal);
      expect(isAlive(old)).to.equal(false);
      expect(await roundTrip(stack, "hello again"))
        .to.contain("hello side one")
        .and.contain("hello again");

      process.kill(stack.processOf("querier-3").pid, "SIGKILL");
      const states = await poll(
        () => stack.states(),
        (all) => all.some(({ state }) => state === "crashed"),
        { timeoutMs: 5000, signal },
      );
      const crashed = states.last?.filter(({ state }) => state !== "running");
      expect(crashed).to.have.length(1);
      expect(crashed?.[0])
        .to.include({ name: "querier-3", state: "crashed" })
        .and.property("detail")
        .to.not.equal("");

      const evidence = join(stateFolder(), "evidence");
      await stack.collect(evidence);
      expect(readdirSync(join(evidence, "logs"))).to.include.members([
        "ingester-0.log",
        "minio.log",
        "gateway.log",
      ]);
      const texts = readdirSync(evidence, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
        .join("\n");
      for (const { secretAccessKey } of Object.values(stack.state.credentials))
        expect(texts).not.to.contain(secretAccessKey);
    } finally {
      await stack[Symbol.asyncDispose]();
    }
    await expectNothingLeft(stack);
  });
});
