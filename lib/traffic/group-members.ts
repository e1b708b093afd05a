import type { TenantGroup } from "../plan/load-schema.ts";
import { memberName, weightsOf } from "../plan/tenant-groups.ts";

/** The tenants of a group and their shares, so that k6 and lokiproof give arrival n to the same one. */
export interface Members {
  readonly prefix: string;
  readonly seed: number;
  /**
   * Member i (from 0) has what lies between the limit before its own and its own, of 2^32. Whole numbers, computed once:
   * two engines may differ in the last bit of a power.
   */
  readonly limits: readonly number[];
}

export function membersOf(group: Omit<TenantGroup, "flood">, seed: number): Members {
  let sum = 0;
  const sums = weightsOf(group).map((weight) => (sum += weight));
  return { prefix: group.prefix, seed, limits: sums.map((upTo) => Math.round((upTo / sum) * 2 ** 32)) };
}

/**
 * The member that arrival n is of. Multiples of the golden ratio fall evenly: after n arrivals each member has had its
 * share of them but for one or two, however small it is.
 */
export function memberOf({ prefix, seed, limits }: Members, arrival: number): string {
  const drawn = (Math.imul(arrival, 0x9e3779b1) + seed) >>> 0;
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drawn < (limits[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return memberName(prefix, low, limits.length);
}
