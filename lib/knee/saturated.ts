import type { KneeStep } from "./knee-report.ts";

/** Share of all cores above which the machine counts as full. */
const fullMachine = 0.9;
const shownComponents = 4;
/** Mean time in the schedulers' queues at or above which the queriers count as saturated. */
const longQueueS = 0.5;

/** Describes what was saturated during a step. Names only what was observed to be full. */
export function saturatedIn(step: KneeStep, cores: number): string {
  const { machineBusy, queueSeconds = 0 } = step;
  const parts = [
    ...(machineBusy === undefined ? [] : [describeMachine(step, machineBusy, cores)]),
    ...(queueSeconds >= longQueueS
      ? [
          `queries waited ${queueSeconds.toFixed(1)} s on average for a querier: the queriers, or their max_concurrent`,
        ]
      : []),
    ...(step.reasons.some(({ kind }) => kind === "refused") ? ["a limit of a tenant, which refused"] : []),
  ];
  return parts.join("; ") || "not known: nothing was seen to be full";
}

function describeMachine(step: KneeStep, busy: number, cores: number): string {
  const used = Object.entries(step.cpuSeconds).filter(([, seconds]) => seconds > 0);
  const total = used.reduce((sum, [, seconds]) => sum + seconds, 0);
  const { stackBusy = 0 } = step;
  const shares = used
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownComponents)
    .map(([name, seconds]) => `${name} ${percent((seconds / total) * stackBusy)}`);
  const stack = `the stack ${percent(stackBusy)}${shares.length === 0 ? "" : `: ${shares.join(", ")}`}`;
  const state = `${cores} cores ${percent(busy)} busy (${stack})`;
  if (busy < fullMachine) return `not the machine's CPU: ${state}`;
  return stackBusy >= busy / 2
    ? `the machine's CPU: ${state}`
    : `the machine's CPU, by others more than by Loki: ${state}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Returns the CPU-seconds that each component used per MB of acknowledged lines, or per answered query. */
export function costPerUnit(step: KneeStep): Readonly<Record<string, number>> {
  const perSecond =
    step.search === "ingest" ? step.acceptedBytesPerSecond / 1_000_000 : step.answeredPerSecond;
  const units = perSecond * step.forS;
  if (units === 0) return {};
  const costs = Object.entries(step.cpuSeconds).map(([name, seconds]) => [name, seconds / units] as const);
  return Object.fromEntries(costs.filter(([, cost]) => cost > 0).sort(([, a], [, b]) => b - a));
}
