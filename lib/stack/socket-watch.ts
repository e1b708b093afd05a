import type { OutsideSocket } from "./outside-sockets.ts";

/** A socket of one of the stack's processes that has to do with something outside of the stack. */
export type ProcessSocket = OutsideSocket & { readonly process: string };

/** What one look at the sockets of a stack's processes showed. */
export interface SocketLook {
  readonly outside: readonly ProcessSocket[];
  /** The processes whose sockets were read one by one, and how many each had. Not every look does so. */
  readonly read: readonly { readonly process: string; readonly sockets: number }[];
  /** What kept sockets from being seen. */
  readonly problems: readonly string[];
}

/** Looks at the sockets of a stack's processes, again and again. */
export interface SocketWatch {
  /** How long to wait between two looks. */
  readonly intervalMs: number;
  /** Loopback is the only network there is. */
  readonly sealed: boolean;
  /** `complete`: all there is to be seen, however much that costs. */
  look(options: { readonly complete: boolean; readonly signal: AbortSignal }): Promise<SocketLook>;
}
