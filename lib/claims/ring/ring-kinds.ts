import type { Plan } from "../../plan/plan.ts";
import { hasRing, type RingName } from "../../promises/rings.ts";
import type { Component } from "../../stack/component.ts";

/**
 * A ring of Loki, the HTTP page that shows it, and the components that serve this page (pkg/loki/modules.go, 3.7.8).
 */
export interface RingKind {
  readonly name: RingName;
  readonly page: string;
  readonly shownBy: readonly Component[];
}

const ringKinds: readonly RingKind[] = [
  { name: "ingester", page: "/ring", shownBy: ["distributor", "querier"] },
  { name: "distributor", page: "/distributor/ring", shownBy: ["distributor"] },
  { name: "compactor", page: "/compactor/ring", shownBy: ["compactor"] },
  { name: "ruler", page: "/ruler/ring", shownBy: ["ruler"] },
  { name: "query-scheduler", page: "/scheduler/ring", shownBy: ["query-scheduler"] },
  { name: "index-gateway", page: "/indexgateway/ring", shownBy: ["index-gateway"] },
  { name: "pattern-ingester", page: "/pattern/ring", shownBy: ["pattern-ingester"] },
];

/** Returns the rings that a Loki of this plan must have. */
export function ringsOf(plan: Plan): readonly RingKind[] {
  return ringKinds.filter(({ name }) => hasRing(plan, name));
}
