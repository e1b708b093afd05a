import type { SocketLook, SocketWatch } from "../../stack/socket-watch.ts";
import type { ConnectionsRecord, OutsideSeen } from "./connections-record.ts";

/**
 * The maximum number of outside addresses in a record. It keeps the record readable even if processes contact very many
 * addresses.
 */
const maxOutside = 200;
const maxProblems = 20;

/** Adds up snapshots of a stack's sockets into one record of limited size. */
export class ConnectionsTally {
  readonly #fromMs: number;
  #lastMs: number;
  #looks = 0;
  #longestGapMs = 0;
  readonly #processes = new Map<string, number>();
  readonly #outside = new Map<string, OutsideSeen>();
  readonly #leftOut = new Set<string>();
  readonly #problems = new Set<string>();
  readonly #failedLooks = new Set<string>();

  readonly #watch: Pick<SocketWatch, "intervalMs" | "sealed">;

  constructor(nowMs: number, watch: Pick<SocketWatch, "intervalMs" | "sealed">) {
    this.#watch = watch;
    this.#fromMs = nowMs;
    this.#lastMs = nowMs;
  }

  add({ outside, read, problems }: SocketLook, nowMs: number): void {
    this.#looks += 1;
    this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    for (const { process, sockets } of read) {
      this.#processes.set(process, Math.max(sockets, this.#processes.get(process) ?? 0));
    }
    for (const problem of problems) addBounded(this.#problems, problem);
    // Several connections to the same address in one snapshot count once.
    const seen = new Map(outside.map((one) => [keyOf(one), one]));
    for (const [key, one] of seen) this.#count(key, one, nowMs);
  }

  addFailed(why: string): void {
    addBounded(this.#failedLooks, why);
  }

  record(nowMs: number): ConnectionsRecord {
    return {
      fromMs: this.#fromMs,
      toMs: nowMs,
      intervalMs: this.#watch.intervalMs,
      sealed: this.#watch.sealed,
      looks: this.#looks,
      longestGapMs: Math.max(this.#longestGapMs, nowMs - this.#lastMs),
      processes: [...this.#processes].map(([process, sockets]) => ({ process, sockets })),
      outside: [...this.#outside.values()],
      outsideLeftOut: this.#leftOut.size,
      problems: [...this.#problems],
      failedLooks: [...this.#failedLooks],
    };
  }

  #count(
    key: string,
    { process, protocol, direction, address }: SocketLook["outside"][number],
    nowMs: number,
  ): void {
    const before = this.#outside.get(key);
    if (before === undefined && this.#outside.size >= maxOutside) {
      if (this.#leftOut.size < maxOutside * 100) this.#leftOut.add(key);
      return;
    }
    const firstMs = before?.firstMs ?? nowMs;
    const count = (before?.count ?? 0) + 1;
    this.#outside.set(key, { process, protocol, direction, address, firstMs, lastMs: nowMs, count });
  }
}

function addBounded(texts: Set<string>, text: string): void {
  if (texts.size < maxProblems) texts.add(text);
}

function keyOf({ process, protocol, direction, address }: SocketLook["outside"][number]): string {
  return `${process} ${protocol} ${direction} ${address}`;
}
