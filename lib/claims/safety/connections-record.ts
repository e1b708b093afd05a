import { z } from "zod";
import { socketDirections } from "../../stack/outside-sockets.ts";

const outsideSeen = z.strictObject({
  process: z.string(),
  protocol: z.enum(["tcp", "udp"]),
  direction: z.enum(socketDirections),
  /** The remote address if the process connects to it. The process's own address if it listens or was connected to. */
  address: z.string(),
  firstMs: z.number(),
  lastMs: z.number(),
  /** The number of socket snapshots in which this address was seen. */
  count: z.int().positive(),
});
export type OutsideSeen = z.infer<typeof outsideSeen>;

/**
 * A record of the sockets of the stack's processes over a complete run. Addresses of the stack itself are not included.
 */
export const connectionsRecord = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  /** The intended time between two snapshots of the sockets, in milliseconds. */
  intervalMs: z.number(),
  /** Whether the stack had no network except loopback. */
  sealed: z.boolean(),
  looks: z.int(),
  /** The longest time between two snapshots of the sockets, in milliseconds. */
  longestGapMs: z.number(),
  /**
   * Every process whose sockets were read, with the maximum number of sockets that it had at once. A process with at
   * least one socket was really observable.
   */
  processes: z.array(z.strictObject({ process: z.string(), sockets: z.int() })),
  outside: z.array(outsideSeen),
  /** The number of outside addresses that were left out because the record is full. */
  outsideLeftOut: z.int(),
  /** Reasons why a process's sockets could not be seen, without duplicates. */
  problems: z.array(z.string()),
  /**
   * Reasons why socket snapshots failed, without duplicates. The longest gap and the number of snapshots show the
   * unobserved time.
   */
  failedLooks: z.array(z.string()).default([]),
});
export type ConnectionsRecord = z.infer<typeof connectionsRecord>;
