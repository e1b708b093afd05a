import { isObject } from "../base/json.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Component } from "../stack/component.ts";

/** A ring of Loki: who is in it, and on which members' HTTP server which page shows it (pkg/loki/modules.go, 3.7.8). */
export interface RingKind {
  readonly name: Component;
  readonly page: string;
  readonly shownBy: readonly Component[];
  /** Some rings exist only where the config asks for them. */
  readonly expected: (plan: Plan) => boolean;
}

const setting = (plan: Plan, block: string, key: string): unknown => {
  const section = plan.config[block];
  return isObject(section) ? section[key] : undefined;
};

export const ringKinds: readonly RingKind[] = [
  { name: "ingester", page: "/ring", shownBy: ["distributor", "querier"], expected: () => true },
  { name: "distributor", page: "/distributor/ring", shownBy: ["distributor"], expected: () => true },
  { name: "compactor", page: "/compactor/ring", shownBy: ["compactor"], expected: () => true },
  {
    name: "ruler",
    page: "/ruler/ring",
    shownBy: ["ruler"],
    expected: (plan) => setting(plan, "ruler", "enable_sharding") === true,
  },
  {
    name: "query-scheduler",
    page: "/scheduler/ring",
    shownBy: ["query-scheduler"],
    expected: (plan) => setting(plan, "query_scheduler", "use_scheduler_ring") === true,
  },
  {
    name: "index-gateway",
    page: "/indexgateway/ring",
    shownBy: ["index-gateway"],
    expected: (plan) => setting(plan, "index_gateway", "mode") === "ring",
  },
];
