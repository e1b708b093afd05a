import { expect } from "chai";
import { breakageConfig, deadAddressesOf } from "./breakage-settings.ts";

const scheduler = (address: string) => ({ frontend: { scheduler_address: address } });

describe("addresses of a breakage", () => {
  it("are taken if nothing listens there", () => {
    const config = {
      ...scheduler("127.0.0.1:1"),
      ruler: { evaluation: { mode: "remote", query_frontend: { address: "127.0.0.1:9" } } },
    };
    expect(breakageConfig(config)).to.deep.equal({ config, dropped: [] });
    expect(deadAddressesOf(config)).to.deep.equal({
      ...scheduler("127.0.0.1:1"),
      ruler: { evaluation: { query_frontend: { address: "127.0.0.1:9" } } },
    });
  });

  for (const address of [
    "127.0.0.1:9095",
    "127.0.0.2:1",
    "evil.example:1",
    "127.0.0.1:1,evil:1",
    "dns:///127.0.0.1:1",
  ]) {
    it(`are dropped if they are ${address}`, () => {
      const { config, dropped } = breakageConfig(scheduler(address));
      expect(config).to.deep.equal({ frontend: {} });
      expect(dropped.map(({ path }) => path)).to.deep.equal(["frontend.scheduler_address"]);
      expect(deadAddressesOf(scheduler(address))).to.deep.equal({});
    });
  }

  it("are dropped under any other key", () => {
    const config = { frontend_worker: { scheduler_address: "127.0.0.1:1" } };
    expect(breakageConfig(config).dropped).to.have.length(1);
  });
});
