import { expect } from "chai";
import type { ProcessSocket } from "../../stack/socket-watch.ts";
import { connectionsRecord } from "./connections-record.ts";
import { ConnectionsTally } from "./connections-tally.ts";

function socket(address: string, over: Partial<ProcessSocket> = {}): ProcessSocket {
  return { process: "ingester-0", protocol: "tcp", direction: "connects", address, inode: "1", ...over };
}

const watch = { intervalMs: 50, sealed: false };
const nothing = { outside: [], read: [], problems: [] };

describe("the tally of a run's sockets", () => {
  it("counts in how many looks an address was seen, and from when to when", () => {
    const tally = new ConnectionsTally(1000, watch);
    const twice = [socket("203.0.113.9:9095"), socket("203.0.113.9:9095", { inode: "2" })];
    tally.add({ ...nothing, outside: twice }, 1500);
    tally.add(nothing, 2000);
    tally.add({ ...nothing, outside: twice.slice(1) }, 4000);
    const { outside, looks, longestGapMs } = tally.record(4500);
    expect({ looks, longestGapMs }).to.deep.equal({ looks: 3, longestGapMs: 2000 });
    expect(outside).to.deep.equal([
      {
        process: "ingester-0",
        protocol: "tcp",
        direction: "connects",
        address: "203.0.113.9:9095",
        firstMs: 1500,
        lastMs: 4000,
        count: 2,
      },
    ]);
  });

  it("keeps apart processes, protocols and directions", () => {
    const tally = new ConnectionsTally(0, watch);
    const address = "203.0.113.9:53";
    const others = [
      socket(address, { process: "minio" }),
      socket(address, { protocol: "udp" }),
      socket(address, { direction: "listens" }),
    ];
    tally.add({ ...nothing, outside: [socket(address), ...others] }, 1);
    expect(tally.record(2).outside).to.have.lengthOf(4);
  });

  it("counts the time after the last look as a gap", () =>
    expect(new ConnectionsTally(0, watch).record(9000)).to.include({
      looks: 0,
      longestGapMs: 9000,
    }));

  it("stays small however many addresses and problems there are", () => {
    const tally = new ConnectionsTally(0, watch);
    const outside = Array.from({ length: 5000 }, (_, i) => socket(`203.0.113.9:${i + 1}`));
    const problems = outside.map(({ address }) => address);
    for (let at = 1; at <= 3; at++) tally.add({ outside, read: [], problems }, at);
    for (const { address } of outside) tally.addFailed(address);
    const record = connectionsRecord.parse(tally.record(4));
    expect(record.outside).to.have.lengthOf(200);
    expect(record.outside[0]?.count).to.equal(3);
    expect(record.outsideLeftOut).to.equal(4800);
    expect(record.problems).to.have.lengthOf(20);
    expect(record.failedLooks).to.have.lengthOf(20);
  });
});
