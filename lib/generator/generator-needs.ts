import { familyKey, familyOf, specsOf } from "../traffic/bodies/body-spec.ts";
import { prepareBody } from "../traffic/bodies/prepare-body.ts";
import { floodLanes, type PlannedTenants } from "../traffic/flood-lanes.ts";
import { stormRuns } from "../traffic/schedule.ts";
import { withVirtualUsers } from "../traffic/virtual-users.ts";

/** What the generators of a load need of a machine beside its CPU. */
export interface GeneratorNeeds {
  /** Arrivals, pushes and queries. */
  readonly requests: number;
  readonly virtualUsers: number;
  /** The ready-made bodies of all floods, on disk. */
  readonly bodies: number;
  readonly bodyBytes: number;
  /** Of all k6 processes, about. */
  readonly memoryBytes: number;
}

/**
 * What k6 1.8.1 was seen to take (VmRSS): a storm of 28 virtual users 80 MB; floods with 0.7 MB of bodies 925 MB with 288
 * of them, 1,743 MB with 505. Every virtual user of a flood has a copy of every body, which Go's garbage collector lets
 * count twice.
 */
const processBytes = 50_000_000;
const queryUserBytes = 1_000_000;
const pushUserBytes = 1_800_000;
const bodyCopies = 2;

/** Of all generators together. Bodies are made in memory to be measured, and thrown away: nothing is written. */
export function generatorNeeds(plan: PlannedTenants, generators = 1): GeneratorNeeds {
  const floods = withVirtualUsers(floodLanes(plan), generators);
  const storms = withVirtualUsers(stormRuns(plan.tenants), generators);
  const families = new Map(
    floods.map((lane) => [familyKey(familyOf(lane)), { seed: plan.seed, ...familyOf(lane) }]),
  );
  const sizes = [...families.values()].flatMap(specsOf).map((spec) => prepareBody(spec).bytes.length);
  const bodyBytes = sizes.reduce((sum, size) => sum + size, 0);
  const processes = [floods, storms].filter((lanes) => lanes.length > 0).length * generators;
  const virtualUsers = users(floods) + users(storms);
  return {
    requests: [...floods, ...storms].reduce((sum, { planned }) => sum + planned, 0),
    virtualUsers,
    bodies: sizes.length,
    bodyBytes,
    memoryBytes:
      processes * processBytes +
      users(storms) * queryUserBytes +
      users(floods) * (pushUserBytes + bodyCopies * bodyBytes),
  };
}

function users(lanes: readonly { readonly virtualUsers: number }[]): number {
  return lanes.reduce((sum, { virtualUsers }) => sum + virtualUsers, 0);
}

/** "504 requests; 16 ready-made bodies of 0.51 MB on disk; about 590 MB of memory for 207 virtual users" */
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
