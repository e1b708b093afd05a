import type { TenantGroup } from "../plan/load-schema.ts";
import { memberName, weightsOf } from "../plan/tenant-groups.ts";

/**
 * The tenants of a group and their shares of the group's arrivals. k6 and lokiproof both use this type, so that they
 * assign arrival n to the same tenant.
 */
export interface Members {
  readonly prefix: string;
  readonly seed: number;
  /**
   * The exclusive upper bound of each tenant's range of numbers. Every arrival is assigned a number below 2^32, and
   * goes to the tenant whose range contains it. Tenant i (from 0) has the range from limits[i - 1] to limits[i]; the
   * first range begins at 0. The bounds are integers and are computed only once, because two JavaScript engines might
   * differ in the last bit of `x ** y`.
   */
  readonly limits: readonly number[];
}

export function membersOf(group: Omit<TenantGroup, "flood">, seed: number): Members {
  let sum = 0;
  const sums = weightsOf(group).map((weight) => (sum += weight));
  return { prefix: group.prefix, seed, limits: sums.map((upTo) => Math.round((upTo / sum) * 2 ** 32)) };
}

/**
 * Returns the tenant of a group that arrival n belongs to. The choice uses multiples of the golden ratio, which are
 * spread evenly. So after n arrivals every tenant, however small its share, has that share of the n arrivals to within
 * one or two.
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
