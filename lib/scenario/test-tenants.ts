import type { JsonObject } from "../base/json.ts";

/**
 * Tenants of our own that disturbing probes write to, with runtime overrides small enough to reach. They are part of
 * every plan (and shown by it), are not divided by `scale`, and never meet a user's tenant: the prefix is ours.
 */
export const testTenants = {} as const satisfies Readonly<Record<string, JsonObject>>;
