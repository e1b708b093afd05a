import { createServer, type Server } from "node:net";
import { HarnessError, usageError } from "../base/errors.ts";
import { describePortHolder } from "./port-holder.ts";

/**
 * Number of ports in a slot of consecutive ports. The slots start at `firstPort` and end before Linux's ephemeral ports
 * (32768).
 */
export const slotSize = 128;
const firstPort = 20000;
const slotCount = 99;

/**
 * A slot of consecutive loopback ports that is reserved for this process. Its lock is a socket that listens on the
 * slot's last port. The lock ends with the process, so no stale lock remains, and it holds across users and state
 * folders, as ports do.
 */
export interface PortSlot {
  /** The first port of a slot of consecutive ports. */
  readonly base: number;
  /** Releases the slot's lock. Ports that a process listens on stay taken. */
  release(): Promise<void>;
}

export interface PortWish {
  /** Number of ports that are needed, counted from the slot's first port. */
  readonly count: number;
  /** First port of the only acceptable port slot; default: any free slot. */
  readonly portBase?: number;
}

/**
 * Reserves a slot of free ports. Throws HarnessError PORT_TAKEN, which names the port and, if it can be found, the
 * process that holds it.
 */
export async function reservePorts(wish: PortWish): Promise<PortSlot> {
  if (wish.count >= slotSize) {
    throw usageError(
      `a stack of ${wish.count} ports; expected fewer than ${slotSize} (three for each process)`,
      {
        code: "TOO_MANY_PROCESSES",
        hint: "fewer replicas in the scenario",
      },
    );
  }
  if (wish.portBase !== undefined) {
    const got = await trySlot(wish.portBase, wish.count);
    if (typeof got === "object") return got;
    throw portTaken(got);
  }
  for (let slot = 0; slot < slotCount; slot++) {
    const got = await trySlot(firstPort + slot * slotSize, wish.count);
    if (typeof got === "object") return got;
  }
  throw new HarnessError(
    `no slot of ${slotSize} free ports on 127.0.0.1 from ${firstPort} to ${firstPort + slotCount * slotSize}`,
    { code: "PORT_TAKEN", hint: "lokiproof status; lokiproof down --all" },
  );
}

/** Locks the port slot, then checks that its ports are free. Returns the slot, or the first port that is taken. */
async function trySlot(base: number, count: number): Promise<PortSlot | number> {
  const lockPort = base + slotSize - 1;
  const lock = await listen(lockPort);
  if (lock === undefined) return lockPort;
  for (let port = base; port < base + count; port++) {
    const probe = await listen(port);
    if (probe === undefined) {
      await close(lock);
      return port;
    }
    await close(probe);
  }
  return { base, release: () => close(lock) };
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).unref();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function portTaken(port: number): HarnessError {
  return new HarnessError(
    `port 127.0.0.1:${port} is taken${describePortHolder(port)}; expected it to be free`,
    {
      code: "PORT_TAKEN",
      hint: "leave out --port-base, or end what holds the port",
    },
  );
}
