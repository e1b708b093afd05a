import { createServer, type Server, type Socket } from "node:net";
import { Writable } from "node:stream";
import { describeError, HarnessError } from "../base/errors.ts";
import type { Kube } from "./kube.ts";
import { kubernetesClient } from "./kubernetes-client.ts";

export interface TunnelTarget {
  readonly namespace: string;
  readonly port: number;
  /** Asked for at each connection: the pod that has the name then. */
  readonly podName: () => string;
}

/** A way to one port of a pod that outlives the pod's restarts. */
export interface PodTunnel extends AsyncDisposable {
  /** "http://127.0.0.1:PORT", the same for the tunnel's life. */
  readonly url: string;
}

/**
 * Listens on a loopback port; every connection to it becomes a port-forward of its own, so that none outlives what it
 * leads to. Where the pod is gone or refuses, the connection is reset: the caller sees what it would see of a process
 * that is not there. For metrics, rings and queries of checks; load takes the gateway.
 */
export async function openTunnel(kube: Kube, target: TunnelTarget): Promise<PodTunnel> {
  const { PortForward } = await kubernetesClient();
  const forward = new PortForward(kube.config);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // A reset by the caller ends the connection and nothing else.
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
  // The kubelet says here why the pod could not be reached; nothing comes after it. What this stream begins with is only
  // the port's number, of which the client library leaves an empty piece (dist/portforward.js, 2.0.1).
  const refused = new Writable({
    write: (said: Buffer, _encoding, done) => {
      if (said.length > 0) {
        // What came before it is still to be read: a reset would take it away.
        if (socket.bytesWritten > 0) socket.end();
        else socket.resetAndDestroy();
      }
      done();
    },
  });
  const channel = await forward.portForward(namespace, podName(), [port], socket, refused, socket);
  // A function is only given where it is asked to connect again by itself.
  if (typeof channel === "function") return;
  channel.on("close", () => socket.end());
  channel.on("error", () => socket.resetAndDestroy());
  if (socket.destroyed) channel.close();
  socket.once("close", () => channel.close());
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const told = `no port of 127.0.0.1 can be had: ${describeError(cause)}`;
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
