import { expect } from "chai";
import { showEndpoint } from "../proc-net.ts";
import { parsePodTables } from "./pod-tables.ts";

const row =
  "   0: 0B00F40A:D431 090071CB:2387 01 00000000:00000000 00:00000000 00000000     0        0 4711 1";

describe("the sockets of pods as a node prints them", () => {
  it("are listed by pod, from every table, whichever driver keeps the cgroups", () => {
    const text = [
      "/proc/812/cgroup:podc6c26259_ffef_4627_bbd6_5896aedd069b",
      "/proc/901/cgroup:pod559ebcea-1270-4b2b-82f3-8b45e5f91192",
      "/proc/955/cgroup:pod00000000-1270-4b2b-82f3-8b45e5f91192",
      "/proc/812/net/tcp:  sl  local_address rem_address   st",
      `/proc/812/net/tcp:${row.replace("090071CB", "097100CB")}`,
      `/proc/812/net/udp:${row.replace("090071CB:2387", "08080808:0035")}`,
      `/proc/901/net/udp6:${row.replace("0B00F40A", "0".repeat(32)).replace("090071CB", "0".repeat(32))}`,
      "/proc/901/net/raw:ignored",
      `/proc/999/net/tcp:${row}`,
    ].join("\n");
    const seen = parsePodTables(text).map(({ uid, rows }) => [
      uid,
      rows.map(({ protocol, remote }) => `${protocol} ${showEndpoint(remote)}`),
    ]);
    expect(seen).to.deep.equal([
      ["c6c26259-ffef-4627-bbd6-5896aedd069b", ["tcp 203.0.113.9:9095", "udp 8.8.8.8:53"]],
      ["559ebcea-1270-4b2b-82f3-8b45e5f91192", ["udp [::]:9095"]],
      ["00000000-1270-4b2b-82f3-8b45e5f91192", []],
    ]);
  });

  it("are none on a node without pods", () => expect(parsePodTables("")).to.deep.equal([]));
});
