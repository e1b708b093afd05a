import type { Progress } from "../base/log.ts";
import type { Kube } from "../kube/kube.ts";
import type { Pausable } from "../plan/fault-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { Component } from "./component.ts";
import type { SocketWatch } from "./socket-watch.ts";

/** One process or pod of a Loki component, reachable without going through the gateway. */
export interface Member {
  readonly component: Component;
  /** 0-based index of the Loki process within its component, stable while the stack exists. */
  readonly index: number;
  /** The Loki process's name in rings, logs and reports, such as "ingester-0". */
  readonly name: string;
  /** Base URL of the Loki process's HTTP API, without a trailing slash, such as "http://127.0.0.1:20013". */
  readonly url: string;
  /** host:port of the Loki process's gRPC server. */
  readonly grpcAddress: string;
}

export interface S3Access {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly forcePathStyle: boolean;
  /** S3 credentials; if absent, the AWS default credential chain is used. Never written to a record or a log. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** The state of one Loki process or pod at one moment, for the topology in the report. */
export interface MemberState {
  readonly name: string;
  readonly component: string;
  readonly state: "running" | "stopped" | "crashed";
  readonly version: string;
  readonly url: string;
  readonly detail?: string;
}

/**
 * A running Loki. Everything that the stack started ends with the stack. If an optional method or property is absent,
 * the stack cannot do this: checks that need it are skipped, never faked.
 */
export interface Stack extends AsyncDisposable {
  readonly provider: "local" | "kind" | "cluster";
  /** Base URL of the gateway (nginx), which receives all tenants' traffic. */
  readonly gatewayUrl: string;
  /**
   * The Loki processes that really run. With a breakage (a deliberate fault) they may differ from the plan's replicas.
   */
  readonly members: readonly Member[];
  /** Access to the S3 bucket with the credentials of lokiproof's own user. */
  readonly s3: S3Access;
  /** Access to the S3 bucket with Loki's own credentials; present only if the stack created them. */
  readonly lokiS3?: S3Access;
  states(signal: AbortSignal): Promise<readonly MemberState[]>;
  /**
   * Stops one Loki process gracefully (SIGTERM) and starts it again with the same data. Resolves when the process is
   * ready.
   */
  readonly restart?: (member: Member, signal: AbortSignal) => Promise<void>;
  /**
   * Returns the base URL of a querier that reads only from the object store (`query_store_only`). The querier has a
   * separate index cache that starts empty. The first call starts the querier; it ends with the stack.
   */
  readonly storeReader?: (signal: AbortSignal) => Promise<string>;
  /**
   * Replaces the runtime overrides file of every Loki process with these tenants' overrides. Loki reloads the file by
   * itself.
   */
  readonly setOverrides?: (overrides: Plan["overrides"]) => Promise<void>;
  /**
   * Freezes every process of a component (SIGSTOP) until the result is disposed of. Throws HarnessError if the
   * component has no process. Present only on stacks that lokiproof made.
   */
  readonly pause?: (component: Pausable) => Disposable;
  /** True if another lokiproof process made the stack. Its ingesters might hold what an earlier run pushed. */
  readonly attached?: boolean;
  /**
   * True if the stack's cluster existed before the run. lokiproof never flushes, restarts or changes such a cluster,
   * and writes only to tenants that the plan names. The cluster's counters and bucket include what other clients did.
   */
  readonly foreign?: true;
  /**
   * Pids of processes on this machine whose descendants belong to the stack without carrying the run's mark. CPU time
   * of these descendants does not count as taken from the run by other processes.
   */
  readonly processTrees?: readonly number[];
  /** Watches the addresses that the stack's processes listen on and connect to. Absent if these cannot be seen. */
  readonly watchSockets?: () => SocketWatch;
  /**
   * Path of a folder that exists as long as the stack. In it, a later run on the same stack finds what an earlier run
   * left.
   */
  readonly notes?: string;
  /**
   * The stack's Helm release in Kubernetes, for facts that only Kubernetes can show. Absent if the stack does not run
   * in Kubernetes.
   */
  readonly kubernetes?: { readonly kube: Kube; readonly namespace: string; readonly release: string };
  /**
   * Records a namespace that the run is about to create in addition to the stack's. `sweep` then removes the namespace
   * too if lokiproof is killed.
   */
  readonly beside?: (namespace: string) => void;
  /**
   * Leaves the stack running when lokiproof ends, until `lokiproof down` ends it. Disposing of the stack then does
   * nothing.
   */
  readonly keep?: () => Promise<void>;
  /** Describes how to reach a stack that was left running, and how to end it. */
  readonly describe?: () => string;
  /** Copies every log and effective config of the stack into `dir`, without secrets. */
  collect(dir: string): Promise<void>;
}

/** Starts a stack from a plan. If `up` throws HarnessError, it has disposed of everything that it had started. */
export interface StackProvider {
  readonly name: Stack["provider"];
  /** Checks everything that can be checked before the stack is started. Throws usageError with all problems. */
  readonly check?: (
    plan: Plan,
    options: { readonly progress: Progress; readonly signal: AbortSignal },
  ) => Promise<void>;
  up(plan: Plan, options: { readonly progress: Progress; readonly signal: AbortSignal }): Promise<Stack>;
}
