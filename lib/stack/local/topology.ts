import type { Pausable } from "../../plan/fault-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Component, components } from "../component.ts";
import type { Member } from "../stack.ts";

/** One Loki process of a local stack: the component that it runs, and the ports it listens on. */
export interface LokiProcess {
  readonly name: string;
  /** The Loki process's `-target` flag. */
  readonly target: Component | "all";
  readonly index: number;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly gossipPort: number;
}

/** Every process of a local stack and its ports. All processes listen on loopback, so only the ports differ. */
export interface Topology {
  readonly gatewayPort: number;
  readonly minioPort: number;
  readonly lokis: readonly LokiProcess[];
  /** The querier that reads only the object store, which is started on demand. */
  readonly storeReader: LokiProcess;
}

const portsBeforeLokis = 2;
const portsPerLoki = 3;

/** Returns how many consecutive ports a local stack of this plan uses. */
export function portsNeeded(plan: Plan): number {
  return portsBeforeLokis + portsPerLoki * (targetsOf(plan).length + 1);
}

/**
 * Returns the processes to start: the plan's replicas, with those of a breakage (a deliberate fault) applied on top.
 */
export function topologyOf(plan: Plan, portBase: number): Topology {
  const at = (place: number) => {
    const first = portBase + portsBeforeLokis + portsPerLoki * place;
    return { httpPort: first, grpcPort: first + 1, gossipPort: first + 2 };
  };
  const targets = targetsOf(plan);
  return {
    gatewayPort: portBase,
    minioPort: portBase + 1,
    lokis: targets.map(({ target, index }, place) => ({
      name: `${target}-${index}`,
      target,
      index,
      ...at(place),
    })),
    storeReader: { name: "store-reader", target: "querier", index: 0, ...at(targets.length) },
  };
}

/** Returns the Loki processes of one component. A single binary counts as every component. */
export function lokisOf(topology: Topology, component: Component): readonly LokiProcess[] {
  return topology.lokis.filter(({ target }) => target === component || target === "all");
}

/** Returns the names under which the processes of a component, of the gateway or of MinIO were started. */
export function processNames(topology: Topology, component: Pausable): readonly string[] {
  if (component === "gateway" || component === "minio") return [component];
  return lokisOf(topology, component).map(({ name }) => name);
}

/**
 * Returns the Loki processes for probes. A single binary is listed once for each component, always under its one name,
 * so that a probe that looks for a distributor finds the binary.
 */
export function membersOf(topology: Topology): readonly Member[] {
  return topology.lokis.flatMap((loki) =>
    (loki.target === "all" ? components : [loki.target]).map((component) => ({
      component,
      index: loki.index,
      name: loki.name,
      url: `http://127.0.0.1:${loki.httpPort}`,
      grpcAddress: `127.0.0.1:${loki.grpcPort}`,
    })),
  );
}

function targetsOf(
  plan: Plan,
): readonly { readonly target: LokiProcess["target"]; readonly index: number }[] {
  if (plan.breakage?.topology === "monolithic") return [{ target: "all", index: 0 }];
  const replicas = { ...plan.replicas, ...plan.breakage?.replicas };
  return components.flatMap((target) =>
    Array.from({ length: replicas[target] ?? 0 }, (_, index) => ({ target, index })),
  );
}
