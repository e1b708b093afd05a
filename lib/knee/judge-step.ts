import { describeBudget, holdBudget } from "../claims/latency/hold-budget.ts";
import { latencyOf } from "../claims/latency/latency-of.ts";
import { attribute, starvation } from "../claims/load/attribute.ts";
import { fateOf } from "../loki/push-fate.ts";
import type { LatencyBudget } from "../plan/load-schema.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../run-folder/request-record.ts";
import type { Quantile } from "../verdict/percentile.ts";
import type { KneeStep, Reason } from "./knee-report.ts";

export interface StepRecords {
  readonly pushes: readonly PushRecord[];
  readonly queries: readonly QueryRecord[];
  readonly generators: readonly GeneratorRecord[];
}

export type StepJudgement = Pick<
  KneeStep,
  "outcome" | "reasons" | "acceptedBytesPerSecond" | "answeredPerSecond" | "pushP99Ms" | "queryP95Ms"
>;

/**
 * Judges a step's records. Loki held the rate if every arrival was sent, every answer was 204 or 200, and every latency
 * budget was kept. Latency counts from when the request was due. A rate that held stays valid if other programs used
 * the machine. A rate that did not hold says nothing about Loki if the generator could be to blame.
 */
export function judgeStep(
  records: StepRecords,
  { budgets, forS }: { readonly budgets: readonly LatencyBudget[]; readonly forS: number },
): StepJudgement {
  const { pushes, queries } = records;
  const wrong = [
    ...dropped(records),
    ...unwanted(pushes, queries),
    ...budgets.flatMap((budget) => overBudget(budget, budget.operation === "push" ? pushes : queries)),
  ];
  const doubts = wrong.length > 0 || !isWhole(records) ? generatorReasons(records) : [];
  const outcome = doubts.length > 0 ? "generator" : wrong.length > 0 ? "broke" : "held";
  const accepted = pushes.filter(({ status }) => status === 204);
  const answered = queries.filter(({ status, error }) => status === 200 && error === undefined);
  const pushP99Ms = slowest(pushes, "p99");
  const queryP95Ms = slowest(queries, "p95");
  return {
    outcome,
    reasons: [...doubts, ...wrong],
    acceptedBytesPerSecond: accepted.reduce((sum, { lineBytes }) => sum + lineBytes, 0) / forS,
    answeredPerSecond: answered.length / forS,
    ...(pushP99Ms === undefined ? {} : { pushP99Ms }),
    ...(queryP95Ms === undefined ? {} : { queryP95Ms }),
  };
}

/** Returns whether every generator exited with 0 and at least one request was recorded. */
function isWhole({ pushes, queries, generators }: StepRecords): boolean {
  return (
    generators.length > 0 &&
    pushes.length + queries.length > 0 &&
    generators.every(({ exitCode }) => exitCode === 0)
  );
}

/** Returns why the generator could be to blame for a failed step; empty if Loki is to blame. */
function generatorReasons(records: StepRecords): readonly Reason[] {
  const { pushes, queries, generators } = records;
  if (generators.length === 0 || pushes.length + queries.length === 0) {
    return [{ kind: "generator", text: "the generator left no records" }];
  }
  if (attribute(generators) !== "generator") return [];
  const seen = [...new Set(generators.flatMap((one) => starvation(one) ?? []))];
  const texts = seen.length > 0 ? seen : ["requests were not sent, and it is not known why"];
  return texts.map((text) => ({ kind: "generator", text }));
}

function dropped({ generators }: StepRecords): readonly Reason[] {
  return generators
    .filter((one) => one.dropped > 0)
    .map(({ script, dropped: count, planned }) => ({
      kind: "dropped",
      text: `${count} of ${planned} requests of the ${script} were not sent`,
    }));
}

function unwanted(pushes: readonly PushRecord[], queries: readonly QueryRecord[]): readonly Reason[] {
  const byFate = Map.groupBy(pushes, ({ status, error }) =>
    status === 429 ? "refused" : fateOf(status, error),
  );
  const refused = byFate.get("refused") ?? [];
  const failed = [
    ...(byFate.get("indeterminate") ?? []),
    ...queries.filter(({ status, error }) => status !== 200 || error !== undefined),
  ];
  return [...counted("refused", "pushes refused", refused), ...counted("failed", "requests failed", failed)];
}

function counted(
  kind: Reason["kind"],
  what: string,
  requests: readonly { status: number; error?: string | undefined }[],
): readonly Reason[] {
  const [first] = requests;
  if (first === undefined) return [];
  return [
    { kind, text: `${requests.length} ${what}: ${first.status} ${first.error?.trim().slice(0, 160) ?? ""}` },
  ];
}

function overBudget(
  budget: LatencyBudget,
  requests: readonly (PushRecord | QueryRecord)[],
): readonly Reason[] {
  const own = requests.filter(({ tenant }) => tenant === budget.tenant);
  if (own.length === 0) return [];
  const held = holdBudget(budget, own);
  return held.outcome === "within" ? [] : [{ kind: "budget", text: describeBudget(held) }];
}

function slowest(requests: readonly (PushRecord | QueryRecord)[], quantile: Quantile): number | undefined {
  const tenants = [...Map.groupBy(requests, ({ tenant }) => tenant).values()];
  const values = tenants.flatMap((own) => latencyOf(own).responseMs[quantile] ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}
