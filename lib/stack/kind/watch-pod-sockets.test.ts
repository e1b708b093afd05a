import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fakeApiServer } from "../../kube/api-server.fixture.ts";
import { openKube } from "../../kube/kube.ts";
import type { SocketLook } from "../socket-watch.ts";
import { watchPodSockets } from "./watch-pod-sockets.ts";

const { signal } = new AbortController();

const uids = new Map<string, string>();

function uidOf(name: string): string {
  const uid = uids.get(name) ?? randomUUID();
  uids.set(name, uid);
  return uid;
}

function pod(name: string, ip: string, { ready = "True", ...spec }: PodOptions = {}): object {
  const conditions = [{ type: "Ready", status: ready }];
  return { metadata: { name, uid: uidOf(name) }, spec, status: { podIPs: [{ ip }], conditions } };
}

interface PodOptions {
  readonly ready?: "True" | "False";
  readonly hostNetwork?: boolean;
}

const answers = {
  "GET /api/v1/namespaces/loki/pods": {
    items: [pod("loki-distributor-x", "10.244.0.11"), pod("loki-ingester-0", "10.244.0.12")],
  },
  "GET /api/v1/namespaces/lokiproof/pods": { items: [pod("minio-x", "10.244.0.13")] },
  "GET /api/v1/namespaces/loki/services": {
    items: [
      { metadata: { name: "loki-memberlist" }, spec: { clusterIPs: ["None"] } },
      { metadata: { name: "loki-ingester" }, spec: { clusterIPs: ["10.96.7.7"] } },
    ],
  },
  "GET /api/v1/namespaces/lokiproof/services": {
    items: [{ metadata: { name: "minio" }, spec: { clusterIPs: ["10.96.9.9"] } }],
  },
  "GET /api/v1/namespaces/kube-system/services/kube-dns": {
    metadata: { name: "kube-dns" },
    spec: { clusterIPs: ["10.96.0.10"] },
  },
  "GET /api/v1/nodes": { items: [{ spec: { podCIDRs: ["10.244.0.0/24"] } }] },
};

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");

/** Returns an address such as "10.96.0.1:443" as the socket tables on a little-endian machine show it. */
function endpoint(text: string): string {
  const [address = "", port = ""] = text.split(":");
  const bytes = address.split(".").map(Number).toReversed().map(hex).join("");
  return `${bytes}:${hex(Number(port) >> 8)}${hex(Number(port) & 255)}`;
}

/** Returns a node's output for one pod that has a connection to each remote address ("tcp 10.96.0.1:443"). */
function printed(pid: number, name: string, ...remotes: readonly string[]): string {
  const rows = remotes.map((text) => {
    const [table = "", remote = ""] = text.split(" ");
    const fields = `${endpoint("10.244.0.11:40000")} ${endpoint(remote)} 01 0:0 00:0 0 0 0 4711 1`;
    return `/proc/${pid}/net/${table}:   0: ${fields}`;
  });
  return [`/proc/${pid}/cgroup:pod${uidOf(name)}`, ...rows].join("\n");
}

/**
 * Returns the result of one look at the sockets of nodes that print this text. `over` replaces answers of the API
 * server.
 */
async function look(text: string, { yours = false, over = {} } = {}): Promise<SocketLook> {
  await using server = await fakeApiServer({ ...answers, ...over });
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-pods-"));
  try {
    const kube = await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" });
    const cluster = { name: "test", context: "kind-test", yours };
    const place = { cluster, namespace: "loki", release: "loki", ownNamespace: "lokiproof" };
    return await watchPodSockets(place, kube, () => Promise.resolve([text])).look({
      complete: false,
      signal,
    });
  } finally {
    await rm(dir, { recursive: true });
  }
}

const shown = ({ outside }: SocketLook): readonly string[] =>
  outside.map(
    ({ process, direction, address, protocol }) => `${process} ${direction} ${address} ${protocol}`,
  );

describe("the sockets of a kind stack's pods", function () {
  this.timeout(20_000);

  it("are inside among the stack's pods and Services, on loopback, and to the cluster's DNS", async () => {
    const inside = [
      "tcp 10.244.0.12:9095",
      "tcp 10.96.9.9:9000",
      "tcp 127.0.0.1:3100",
      "udp 10.96.0.10:53",
      "udp 10.244.0.12:53",
    ];
    const seen = await look(printed(7, "loki-distributor-x", ...inside));
    expect(shown(seen)).to.deep.equal([]);
    expect(seen.read).to.deep.equal([
      { process: "loki-distributor-x", sockets: 5 },
      { process: "loki-ingester-0", sockets: 0 },
      { process: "minio-x", sockets: 0 },
    ]);
  });

  it("are outside to anything else, the API server and another DNS among it", async () => {
    const outside = [
      "tcp 203.0.113.9:9095",
      "tcp 10.96.0.1:443",
      "udp 8.8.8.8:53",
      "udp 10.96.0.10:54",
      "udp 10.244.0.12:54",
    ];
    expect(shown(await look(printed(7, "loki-distributor-x", ...outside)))).to.deep.equal([
      "loki-distributor-x connects 203.0.113.9:9095 tcp",
      "loki-distributor-x connects 10.96.0.1:443 tcp",
      "loki-distributor-x connects 8.8.8.8:53 udp",
      "loki-distributor-x connects 10.96.0.10:54 udp",
      "loki-distributor-x connects 10.244.0.12:54 udp",
    ]);
  });

  it("are inside to a pod that is gone in a cluster of lokiproof's own, and outside in a user's", async () => {
    const text = printed(7, "loki-distributor-x", "tcp 10.244.0.99:7946");
    expect(shown(await look(text))).to.deep.equal([]);
    expect(shown(await look(text, { yours: true }))).to.deep.equal([
      "loki-distributor-x connects 10.244.0.99:7946 tcp",
    ]);
  });

  it("are left out for pods of other namespaces", async () => {
    const seen = await look(printed(7, "coredns-x", "tcp 10.96.0.1:443"));
    expect(shown(seen)).to.deep.equal([]);
  });

  it("are expected of pods that are ready only", async () => {
    const items = [pod("loki-distributor-x", "10.244.0.11", { ready: "False" })];
    const over = { "GET /api/v1/namespaces/loki/pods": { items } };
    const seen = await look(printed(7, "loki-distributor-x", "tcp 203.0.113.9:9095"), { over });
    expect(shown(seen)).to.deep.equal(["loki-distributor-x connects 203.0.113.9:9095 tcp"]);
    expect(seen.read.map(({ process }) => process)).to.deep.equal(["minio-x"]);
  });

  it("are the node's for a pod in the node's own network", async () => {
    const items = [pod("loki-distributor-x", "172.18.0.2", { hostNetwork: true })];
    const seen = await look("", { over: { "GET /api/v1/namespaces/loki/pods": { items } } });
    expect(shown(seen)).to.deep.equal([
      "loki-distributor-x listens the node's own network (hostNetwork) tcp",
    ]);
    expect(seen.read.map(({ process }) => process)).to.deep.equal(["minio-x"]);
  });
});
