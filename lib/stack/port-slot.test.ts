import { once } from "node:events";
import { createServer } from "node:net";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { reservePorts, slotSize } from "./port-slot.ts";

describe("port slots", () => {
  it("gives two that are held at once no port in common, and the first again when it is let go", async () => {
    const first = await reservePorts({ count: 10 });
    const second = await reservePorts({ count: 10 });
    expect(Math.abs(first.base - second.base)).to.be.at.least(slotSize);
    await first.release();
    const again = await reservePorts({ count: 10, portBase: first.base });
    expect(again.base).to.equal(first.base);
    await Promise.all([again.release(), second.release()]);
  });

  it("passes over a slot in which a stranger holds a port, and names the stranger when just that slot is wanted", async () => {
    const free = await reservePorts({ count: 10 });
    await free.release();
    const stranger = createServer().listen(free.base + 3, "127.0.0.1");
    await once(stranger, "listening");
    try {
      const other = await reservePorts({ count: 10 });
      expect(other.base).not.to.equal(free.base);
      await other.release();
      const error: unknown = await reservePorts({ count: 10, portBase: free.base }).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(HarnessError);
      expect(String(error))
        .to.contain(`127.0.0.1:${free.base + 3} is taken by`)
        .and.contain(`pid ${process.pid}`);
    } finally {
      stranger.close();
    }
  });

  it("refuses more ports than a slot has", async () => {
    const error: unknown = await reservePorts({ count: slotSize }).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(HarnessError).with.property("exitCode", 3);
  });
});
