import type { JsonObject } from "../base/json.ts";
import type { Claim } from "../probe/claim.ts";
import type { Probe } from "../probe/probe.ts";
import { chunks } from "./chunks/claim.ts";
import { durability } from "./durability/claim.ts";
import { faults } from "./faults/claim.ts";
import { intent } from "./intent/claim.ts";
import { isolation } from "./isolation/claim.ts";
import { kubernetes } from "./kubernetes/claim.ts";
import { latency } from "./latency/claim.ts";
import { limits } from "./limits/claim.ts";
import { load } from "./load/claim.ts";
import { neighbour } from "./neighbour/claim.ts";
import { reconciliation } from "./reconciliation/claim.ts";
import { ring } from "./ring/claim.ts";
import { roundTrip } from "./round-trip/claim.ts";
import { routing } from "./routing/claim.ts";
import { safety } from "./safety/claim.ts";
import { storagePolicy } from "./storage-policy/claim.ts";
import { storm } from "./storm/claim.ts";

/**
 * All of lokiproof's claims, in one list. A claim's folder defines the probes that observe Loki; its suite defines the
 * assertions.
 */
export const allClaims: readonly Claim[] = [
  chunks,
  durability,
  faults,
  intent,
  isolation,
  kubernetes,
  latency,
  limits,
  load,
  neighbour,
  reconciliation,
  ring,
  roundTrip,
  routing,
  safety,
  storagePolicy,
  storm,
];

/** All probes, in the order of the claims. The engine runs them by phase. */
export const allProbes: readonly Probe<unknown>[] = allClaims.flatMap(({ probes }) => probes);

/**
 * The tenants that probes write to, with runtime overrides that set limits small enough to reach. A user's tenant is
 * never among them.
 */
export const testTenants: Readonly<Record<string, JsonObject>> = Object.assign(
  {},
  ...allClaims.map(({ tenants }) => tenants ?? {}),
);
