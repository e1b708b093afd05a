import { expect } from "chai";
import { showEndpoint } from "../proc-net.ts";
import { parsePodTables, podTablesScript } from "./pod-tables.ts";

const row =
  "   0: 0B00F40A:D431 090071CB:2387 01 00000000:00000000 00:00000000 00000000     0        0 4711 1";

describe("the sockets of pods as a node prints them", () => {
  it("are by pod, of every table, also if the process that was read has no name", () => {
    const text = [
      "/proc/700/ns/net 'net:[4026532001]'",
      "/proc/812/ns/net 'net:[4026532001]'",
      "/proc/901/ns/net 'net:[4026532002]'",
      "/proc/955/ns/net 'net:[4026532003]'",
      "/proc/812/environ:HOSTNAME=loki-distributor-5f7c-x2x",
      "/proc/901/environ:HOSTNAME=loki-ingester-0",
      "/proc/700/net/tcp:  sl  local_address rem_address   st",
      `/proc/700/net/tcp:${row.replace("090071CB", "097100CB")}`,
      `/proc/700/net/udp:${row.replace("090071CB:2387", "08080808:0035")}`,
      `/proc/901/net/udp6:${row.replace("0B00F40A", "0".repeat(32)).replace("090071CB", "0".repeat(32))}`,
      "/proc/901/net/raw:ignored",
      `/proc/955/net/tcp:${row}`,
    ].join("\n");
    const seen = parsePodTables(text).map(({ pod, rows }) => [
      pod,
      rows.map(({ protocol, remote }) => `${protocol} ${showEndpoint(remote)}`),
    ]);
    expect(seen).to.deep.equal([
      ["loki-distributor-5f7c-x2x", ["tcp 203.0.113.9:9095", "udp 8.8.8.8:53"]],
      ["loki-ingester-0", ["udp [::]:9095"]],
    ]);
  });

  it("are none where a node has no pod of the stack", () => expect(parsePodTables("")).to.deep.equal([]));

  it("are looked for in the stack's namespaces alone", () =>
    expect(podTablesScript(["loki", "lokiproof"])).to.include("^search (loki|lokiproof)\\.svc\\."));
});
