import type { Progress } from "../base/log.ts";
import type { Kube } from "../kube/kube.ts";
import type { Pausable } from "../plan/fault-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { Component } from "./component.ts";
import type { SocketWatch } from "./socket-watch.ts";

/** One process or pod of a Loki component, reachable without the gateway. */
export interface Member {
  readonly component: Component;
  /** 0-based, stable for the life of the stack. */
  readonly index: number;
  /** The name it has in rings, logs and reports: "ingester-0". */
  readonly name: string;
  /** Base of its HTTP API, without a trailing slash: "http://127.0.0.1:20013". */
  readonly url: string;
  /** host:port of its gRPC server. */
  readonly grpcAddress: string;
}

export interface S3Access {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly forcePathStyle: boolean;
  /** Absent: the AWS default chain. Never written to a record or a log. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** What a stack says of itself at one moment, for the report's topology. */
export interface MemberState {
  readonly name: string;
  readonly component: string;
  readonly state: "running" | "stopped" | "crashed";
  readonly version: string;
  readonly url: string;
  readonly detail?: string;
}

/**
 * A running Loki. Everything it started dies with it. An optional member that is absent means "cannot be done here":
 * what needs it is skipped, never faked.
 */
export interface Stack extends AsyncDisposable {
  readonly provider: "local" | "kind" | "cluster";
  /** Base of the gateway (nginx): all tenants' traffic goes through it. */
  readonly gatewayUrl: string;
  /** The members that really run; with a breakage they may differ from the plan's replicas. */
  readonly members: readonly Member[];
  /** How lokiproof's own user reads the bucket. */
  readonly s3: S3Access;
  /** Loki's own S3 credentials, where the stack made them. */
  readonly lokiS3?: S3Access;
  states(signal: AbortSignal): Promise<readonly MemberState[]>;
  /** Stops one member gracefully (SIGTERM) and starts it again with the same data; resolves when it is ready. */
  readonly restart?: (member: Member, signal: AbortSignal) => Promise<void>;
  /**
   * A querier that reads from the object store only (`query_store_only`), with an index cache of its own that starts
   * empty; made on first call, disposed with the stack. Base URL of its HTTP API.
   */
  readonly storeReader?: (signal: AbortSignal) => Promise<string>;
  /** Replaces the runtime overrides file of every member with these tenants' overrides (Loki reloads it itself). */
  readonly setOverrides?: (overrides: Plan["overrides"]) => Promise<void>;
  /**
   * Stops every process of a component where it is; disposing lets them go on. Throws HarnessError where there is none.
   * Only on stacks that we made.
   */
  readonly pause?: (component: Pausable) => Disposable;
  /** Another lokiproof made it, and a run may have been on it before: its ingesters may hold what that one pushed. */
  readonly attached?: boolean;
  /**
   * A cluster that ran before we came: nothing of it is flushed, restarted or changed, only tenants that the plan names are
   * written to, and its counters and its bucket hold what others did.
   */
  readonly foreign?: true;
  /**
   * Processes of this machine whose descendants are the stack's, though they do not bear the run's mark: what they use is
   * not taken from the run by others.
   */
  readonly processTrees?: readonly number[];
  /** Watches what its processes listen on and talk to. Absent where that cannot be seen. */
  readonly watchSockets?: () => SocketWatch;
  /** A folder that lives as long as the stack: what one run leaves there, a later run on the same stack finds. */
  readonly notes?: string;
  /** Where it runs on Kubernetes: what only Kubernetes shows is asked there. */
  readonly kubernetes?: { readonly kube: Kube; readonly namespace: string; readonly release: string };
  /** Told of a namespace that the run is about to make beside the stack: should we be killed, `sweep` removes it too. */
  readonly beside?: (namespace: string) => void;
  /** Leaves the stack running when lokiproof ends; `lokiproof down` ends it. Disposing of it then does nothing. */
  readonly keep?: () => Promise<void>;
  /** How to reach it when it was left running, and how to end it. */
  readonly describe?: () => string;
  /** Copies every log and effective config into `dir`, without secrets. */
  collect(dir: string): Promise<void>;
}

/** Brings up a Stack from a plan. Throws HarnessError, with everything it had started disposed of. */
export interface StackProvider {
  readonly name: Stack["provider"];
  /** What can be known to be wrong before anything is started: throws usageError with all of it. */
  readonly check?: (
    plan: Plan,
    options: { readonly progress: Progress; readonly signal: AbortSignal },
  ) => Promise<void>;
  up(plan: Plan, options: { readonly progress: Progress; readonly signal: AbortSignal }): Promise<Stack>;
}
