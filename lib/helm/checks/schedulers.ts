import type { Json } from "../../base/json.ts";
import { valueAt } from "../../plan/chart/layer-values.ts";
import { type Manifests, podsBehind } from "../manifests.ts";
import type { ManifestCheck } from "./manifest-check.ts";

/**
 * Checks that query-frontends and queriers can find a query-scheduler. If the configured scheduler does not exist, a
 * frontend answers /ready with 200 while its queries hang (measured.md, "The article taken literally").
 */
export const schedulers: ManifestCheck = ({ manifests, config }) => {
  const frontends = manifests.workloads.find(({ component }) => component === "query-frontend");
  if (frontends === undefined || frontends.replicas === 0) return [];
  const inRing = valueAt(config, ["query_scheduler", "use_scheduler_ring"]) === true;
  const told = ["frontend", "frontend_worker"].map((block) => valueAt(config, [block, "scheduler_address"]));
  const where = inRing ? "the scheduler ring" : told.find(isAddress);
  if (where === undefined) return [];
  const running = manifests.workloads
    .filter(({ component }) => component === "query-scheduler")
    .reduce((sum, { replicas }) => sum + replicas, 0);
  const reached = inRing
    ? running
    : Math.min(...told.filter(isAddress).map((address) => pods(address, manifests)));
  if (reached > 0) return [];
  return [
    {
      kind: "misbehaves",
      at: "queryScheduler.replicas",
      what: `frontends and queriers are configured with a query-scheduler (${where}), and none runs there: /ready answers 200, and every query hangs`,
      instead: "queryScheduler: { replicas: 2, maxUnavailable: 1 }",
    },
  ];
};

function isAddress(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}

function pods(address: string, manifests: Manifests): number {
  const host = /^(?:dns\+|dns:\/\/\/)?([^.:]+)/.exec(address)?.[1];
  const service = manifests.services.find(({ name }) => name === host);
  return service === undefined ? 0 : podsBehind(service, manifests);
}
