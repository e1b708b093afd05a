import type { OutsideSocket } from "./outside-sockets.ts";

/** A socket of one of the stack's processes that listens on, or is connected to, something outside of the stack. */
export type ProcessSocket = OutsideSocket & { readonly process: string };

/** The result of looking once at the sockets of a stack's processes. */
export interface SocketLook {
  readonly outside: readonly ProcessSocket[];
  /** The processes whose sockets were read one by one, and how many sockets each had. Empty in looks that skip this. */
  readonly read: readonly { readonly process: string; readonly sockets: number }[];
  /** Reasons why some sockets could not be seen. */
  readonly problems: readonly string[];
}

/** Looks repeatedly at the sockets of a stack's processes. */
export interface SocketWatch {
  /** Time between two looks at the sockets. */
  readonly intervalMs: number;
  /** True if loopback is the only network that the stack has. */
  readonly sealed: boolean;
  /**
   * Looks at the sockets once. With `complete`, the look covers everything that can be seen, even if that is expensive.
   */
  look(options: { readonly complete: boolean; readonly signal: AbortSignal }): Promise<SocketLook>;
}
