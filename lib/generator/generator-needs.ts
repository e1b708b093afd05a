import { familyKey, familyOf, specsOf } from "../traffic/bodies/body-spec.ts";
import { prepareBody } from "../traffic/bodies/prepare-body.ts";
import { type FloodLane, floodLanes, type PlannedTenants } from "../traffic/flood-lanes.ts";
import { stormRuns } from "../traffic/schedule.ts";
import { withVirtualUsers } from "../traffic/virtual-users.ts";

/** The resources other than CPU that the generators of a load need on a machine. */
export interface GeneratorNeeds {
  /** Number of requests (pushes and queries) that the load sends. */
  readonly requests: number;
  readonly virtualUsers: number;
  /** The number of ready-made push bodies of all floods, which are kept on disk. */
  readonly bodies: number;
  readonly bodyBytes: number;
  /** The approximate memory of all k6 processes. */
  readonly memoryBytes: number;
}

/**
 * Memory per k6 process and per virtual user, from the peak use of k6 1.8.1 (VmHWM). Measured: 80 MB for a storm of 28
 * virtual users; 427 MB for floods of 292 virtual users with small bodies; 378 MB for floods of 200 with larger ones.
 * Each virtual user of a flood has a copy of the body that it sends, and k6 makes another copy while sending.
 */
const processBytes = 50_000_000;
const queryUserBytes = 1_000_000;
const pushUserBytes = 1_700_000;
const bodyCopies = 2;

/**
 * Returns the resources that all generators of a load need together. Creates push bodies in memory to measure them;
 * writes nothing.
 */
export function generatorNeeds(plan: PlannedTenants, generators = 1): GeneratorNeeds {
  const floods = withVirtualUsers(floodLanes(plan), generators);
  const storms = withVirtualUsers(stormRuns(plan.tenants), generators);
  const sizesOf = bodySizes(floods, plan.seed);
  const sizes = [...sizesOf.values()].flat();
  const processes = [floods, storms].filter((lanes) => lanes.length > 0).length * generators;
  const virtualUsers = users(floods) + users(storms);
  const copiedBytes = floods.reduce((sum, lane) => {
    const largest = Math.max(...(sizesOf.get(familyKey(familyOf(lane))) ?? [0]));
    return sum + lane.virtualUsers * bodyCopies * largest;
  }, 0);
  return {
    requests: [...floods, ...storms].reduce((sum, { planned }) => sum + planned, 0),
    virtualUsers,
    bodies: sizes.length,
    bodyBytes: sizes.reduce((sum, size) => sum + size, 0),
    memoryBytes:
      processes * processBytes + users(storms) * queryUserBytes + users(floods) * pushUserBytes + copiedBytes,
  };
}

/** Returns the size of each push body of the floods in bytes, by family. */
function bodySizes(floods: readonly FloodLane[], seed: number): ReadonlyMap<string, readonly number[]> {
  const families = new Map(floods.map((lane) => [familyKey(familyOf(lane)), familyOf(lane)]));
  const sizes = [...families].map(([key, family]): [string, readonly number[]] => [
    key,
    specsOf({ seed, ...family }).map((spec) => prepareBody(spec).bytes.length),
  ]);
  return new Map(sizes);
}

function users(lanes: readonly { readonly virtualUsers: number }[]): number {
  return lanes.reduce((sum, { virtualUsers }) => sum + virtualUsers, 0);
}

/**
 * Returns a text on a load's needs, such as "504 requests; 16 ready-made bodies of 0.51 MB on disk; about 590 MB of
 * memory for 207 virtual users".
 */
export function describeNeeds({
  requests,
  virtualUsers,
  bodies,
  bodyBytes,
  memoryBytes,
}: GeneratorNeeds): string {
  const disk = `${bodies} ready-made bodies of ${Number((bodyBytes / 1e6).toPrecision(2))} MB on disk`;
  const memory = `about ${Math.round(memoryBytes / 1e6)} MB of memory for ${virtualUsers} virtual users`;
  return `${requests} requests; ${disk}; ${memory}`;
}
