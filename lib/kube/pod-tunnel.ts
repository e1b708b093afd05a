import { createServer, type Server, type Socket } from "node:net";
import { Writable } from "node:stream";
import { describeError, HarnessError } from "../base/errors.ts";
import type { Kube } from "./kube.ts";
import { kubernetesClient } from "./kubernetes-client.ts";

export interface TunnelTarget {
  readonly namespace: string;
  readonly port: number;
  /** Returns the name of the pod to connect to; called for each connection, because the name can change. */
  readonly podName: () => string;
}

/** A local address for one port of a pod. It stays valid across restarts of the pod. */
export interface PodTunnel extends AsyncDisposable {
  /** The local address of a pod tunnel, "http://127.0.0.1:PORT", which stays the same for the tunnel's life. */
  readonly url: string;
}

/**
 * Opens a loopback port that forwards to a port of a pod. Each connection gets a separate port-forward, so a restart of
 * the pod breaks only open connections. If the pod is gone or refuses, the connection is reset, as by a local process
 * that is not running. Tunnels serve the metrics, rings and queries of checks; load goes through the gateway.
 */
export async function openTunnel(kube: Kube, target: TunnelTarget): Promise<PodTunnel> {
  const { PortForward } = await kubernetesClient();
  const forward = new PortForward(kube.config);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // A reset by the caller must end only this connection.
    socket.on("error", () => undefined);
    lead(socket, forward, target).catch(() => socket.resetAndDestroy());
  }).unref();
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => close(server, open),
  };
}

async function lead(
  socket: Socket,
  forward: InstanceType<Awaited<ReturnType<typeof kubernetesClient>>["PortForward"]>,
  { namespace, port, podName }: TunnelTarget,
): Promise<void> {
  // The kubelet reports on this stream why the pod could not be reached, and sends nothing after that report. The
  // stream begins with the port number, which arrives here as an empty chunk from the client library
  // (dist/portforward.js, 2.0.1).
  const refused = new Writable({
    write: (said: Buffer, _encoding, done) => {
      if (said.length > 0) {
        // Data that already arrived must still be delivered. A reset would prevent that.
        if (socket.bytesWritten > 0) socket.end();
        else socket.resetAndDestroy();
      }
      done();
    },
  });
  const channel = await forward.portForward(namespace, podName(), [port], socket, refused, socket);
  // `portForward` returns a function only if the caller requested automatic reconnects, so this line only satisfies the
  // type checker.
  if (typeof channel === "function") return;
  channel.on("close", () => socket.end());
  channel.on("error", () => socket.resetAndDestroy());
  if (socket.destroyed) channel.close();
  socket.once("close", () => channel.close());
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const told = `no port of 127.0.0.1 could be opened: ${describeError(cause)}`;
      reject(new HarnessError(told, { code: "NO_TUNNEL", hint: "lokiproof doctor", cause }));
    });
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function close(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
