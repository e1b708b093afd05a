import { z } from "zod";
import { socketDirections } from "../../stack/outside-sockets.ts";

const outsideSeen = z.strictObject({
  process: z.string(),
  protocol: z.enum(["tcp", "udp"]),
  direction: z.enum(socketDirections),
  /** Of what it connects to; of itself where it listens or was reached. */
  address: z.string(),
  firstMs: z.number(),
  lastMs: z.number(),
  /** In how many looks it was seen. */
  count: z.int().positive(),
});
export type OutsideSeen = z.infer<typeof outsideSeen>;

/** What the sockets of the stack's processes showed over a whole run: no address of the stack's own is in it. */
export const connectionsRecord = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  /** How long each look was meant to wait for the next. */
  intervalMs: z.number(),
  /** Loopback was the only network there was. */
  sealed: z.boolean(),
  looks: z.int(),
  /** The longest time between two looks. */
  longestGapMs: z.number(),
  /** Every process whose sockets were read, and the most that it had at once: what was watched was there to be seen. */
  processes: z.array(z.strictObject({ process: z.string(), sockets: z.int() })),
  outside: z.array(outsideSeen),
  /** How many more there were than the record holds. */
  outsideLeftOut: z.int(),
  /** What kept sockets from being seen, each once. */
  problems: z.array(z.string()),
  /** Why looks failed, each reason once. The time that they left unseen is in the gap and the number of looks. */
  failedLooks: z.array(z.string()).default([]),
});
export type ConnectionsRecord = z.infer<typeof connectionsRecord>;
