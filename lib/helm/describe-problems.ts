import { describeChange } from "../plan/chart/describe-chart.ts";
import type { Plan } from "../plan/plan.ts";
import type { ChartProblem } from "./chart-problem.ts";
import type { ResolvedChart } from "./resolve-chart.ts";

/** Describes all problems with a scenario's chart values, for the user who must correct the values. */
export function describeProblems(
  plan: Plan,
  chart: ResolvedChart,
  problems: readonly ChartProblem[],
): string {
  const count = (kind: ChartProblem["kind"]): number => problems.filter((one) => one.kind === kind).length;
  const changed = plan.helm?.base === "none" ? (plan.helm.laptop ?? []) : [];
  return [
    `the chart values of ${plan.scenario} cannot be installed (chart ${chart.name} ${chart.version}, Loki ${plan.lokiVersion}): ` +
      `${count("refused")} refused, ${count("misbehaves")} that would misbehave. Nothing was started.`,
    ...problems.flatMap(describeProblem),
    ...(changed.length > 0 ? ["  and one machine could not have:"] : []),
    ...changed.map((value) => `    ${describeChange(value)}`),
  ].join("\n");
}

function describeProblem({ kind, at, what, instead }: ChartProblem): string[] {
  return [
    `  ${kind.padEnd(10)} ${at}: ${what.replaceAll("\n", "\n    ")}`,
    `             instead: ${instead}`,
  ];
}
