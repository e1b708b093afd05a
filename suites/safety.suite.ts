import { expect } from "chai";
import { connectionsProbe } from "lokiproof/claims/safety/connections.probe.ts";
import { describeOutside } from "lokiproof/claims/safety/describe-outside.ts";
import { watchTroubles } from "lokiproof/claims/safety/watch-troubles.ts";
import { figure, plan, recordOf, unknown } from "lokiproof/judge/suite.ts";

describe("safety", () => {
  it("connections: no process of the stack listened on, or talked to, an address outside of the stack", () => {
    const record = recordOf(connectionsProbe);
    const outside = record.outside.map(describeOutside);
    const shown = outside.slice(0, 10).join("; ");
    const more = Math.max(0, outside.length - 10) + record.outsideLeftOut;
    expect(
      outside,
      `${shown}${more > 0 ? `; and ${more} more` : ""}: log lines and answers may leave the stack; next: find the ` +
        "address in the configs under stack/, and take the setting that names it out of your files; expected none",
    ).to.deep.equal([]);
    const troubles = [...watchTroubles(record)];
    if (plan().sealed && !record.sealed) troubles.push("the plan seals the stack, and it had other networks");
    if (troubles.length > 0)
      unknown(`not checked: the sockets of the stack could not be read often enough: ${troubles.join("; ")}`);
    const seconds = Math.round((record.toMs - record.fromMs) / 1000);
    const sealed = record.sealed ? "sealed: loopback was its only network; " : "";
    figure(
      `${sealed}${record.looks} looks in ${seconds} s at the sockets of ${record.processes.length} processes`,
    );
  });
});
