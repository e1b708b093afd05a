import type { LookFor } from "../../run-folder/look-at.ts";
import type { BudgetsRecord } from "./budgets.probe.ts";

/**
 * The only component that needs no disruption budget. A missing compactor merely delays compaction, and the chart gives
 * compactors no disruption budget.
 */
const needsNone = "compactor";

/**
 * Returns a sentence for each problem of the disruption budgets. Every component with two or more pods needs a
 * disruption budget, except compactors. A pod under two budgets cannot be evicted at all. A budget that permits no
 * eviction stops every node drain. A budget must not permit more ingester evictions at a time than a quorum can lose
 * (dskit ring/replication_strategy.go).
 */
export function budgetTroubles(
  record: BudgetsRecord,
  replicationFactor: number,
  look: LookFor,
): readonly string[] {
  const components = Map.groupBy(record.pods, ({ component }) => component);
  const coverage = [...components].flatMap(([component, pods]) =>
    pods.length < 2 || component === needsNone ? [] : uncovered(component, pods, { record, look }),
  );
  const twice = record.pods.flatMap(({ name }) => {
    const names = holdingFor(name, record).map((budget) => budget.name);
    return names.length < 2
      ? []
      : [`${name} is under ${names.join(" and ")}: Kubernetes evicts no pod under two budgets`];
  });
  return [
    ...coverage,
    ...twice,
    ...record.budgets.flatMap((budget) => tooTightOrLoose(budget, replicationFactor, { record, look })),
  ];
}

function holdingFor(pod: string, { budgets }: BudgetsRecord): BudgetsRecord["budgets"] {
  return budgets.filter(({ pods }) => pods.includes(pod));
}

interface Seen {
  readonly record: BudgetsRecord;
  readonly look: LookFor;
}

function uncovered(
  component: string,
  pods: BudgetsRecord["pods"],
  { record, look }: Seen,
): readonly string[] {
  const bare = pods.filter(({ name }) => holdingFor(name, record).length === 0);
  if (bare.length === 0) return [];
  return [
    `${bare.length} of ${pods.length} ${component || "unlabelled"} pods are under no disruption budget: a node drain may take all at once; ${look("budgets", `${record.kubectl} get pdb`)}`,
  ];
}

function tooTightOrLoose(
  { name, pods, expectedPods, desiredHealthy }: BudgetsRecord["budgets"][number],
  replicationFactor: number,
  { record, look }: Seen,
): readonly string[] {
  const ours = record.pods.filter((pod) => pods.includes(pod.name));
  if (ours.length === 0 || expectedPods === 0) return [];
  const mayGo = expectedPods - desiredHealthy;
  const shown = look(name, `${record.kubectl} describe pdb ${name}`);
  if (mayGo < 1)
    return [
      `${name} lets none of ${expectedPods} pods go: no node with one of them can be drained; ${shown}`,
    ];
  const spare = Math.floor((replicationFactor - 1) / 2);
  if (ours.some(({ component }) => component === "ingester") && mayGo > spare)
    return [
      `${name} lets ${mayGo} of ${expectedPods} ingesters go at a time; expected at most ${spare} at a replication factor of ${replicationFactor}, or pushes have no quorum; ${shown}`,
    ];
  if (expectedPods > 1 && mayGo >= expectedPods)
    return [`${name} lets all ${expectedPods} pods go at a time; ${shown}`];
  return [];
}
