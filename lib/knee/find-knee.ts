import { availableParallelism, totalmem } from "node:os";
import { type Climb, climb } from "./climb.ts";
import { findingOf } from "./finding.ts";
import { scenarioPeak } from "./knee-plan.ts";
import type { KneeReport, KneeStep } from "./knee-report.ts";
import type { StepContext } from "./run-step.ts";

export interface KneeSearch extends Omit<StepContext, "progress">, Pick<Climb, "stepS" | "shown" | "onStep"> {
  readonly maxMs: number;
}

export type Found = Pick<KneeReport, "ingest" | "query" | "queryBesideBytesPerSecond" | "steps" | "machine">;

/** Share of the time that the search for the ingest rate may take where queries are searched for too. */
const ingestShare = 0.55;

/** Raises first what is ingested, then what is queried beside half of that, until something breaks. */
export async function findKnee(search: KneeSearch): Promise<Found> {
  const { bytesPerSecond, queriesPerSecond } = scenarioPeak(search.plan);
  const startMs = performance.now();
  const machine = { cores: availableParallelism(), memoryBytes: totalmem() };
  const ingestMs = search.maxMs * (queriesPerSecond > 0 ? ingestShare : 1);
  const shared = { stepS: search.stepS, shown: search.shown, onStep: search.onStep };
  const ingestSteps = await climbed(bytesPerSecond, (startRate) =>
    climb(
      {
        ...shared,
        search: "ingest",
        startRate,
        besidesBytesPerSecond: 0,
        untilMs: startMs + ingestMs,
        firstNumber: 1,
      },
      search,
    ),
  );
  const ingest = ingestSteps.length === 0 ? undefined : findingOf(ingestSteps, machine.cores);
  const besidesBytesPerSecond = (ingest?.rate ?? 0) / 2;
  const firstNumber = ingestSteps.length + 1;
  const querySteps = await climbed(queriesPerSecond, (startRate) =>
    climb(
      {
        ...shared,
        search: "query",
        startRate,
        besidesBytesPerSecond,
        untilMs: startMs + search.maxMs,
        firstNumber,
      },
      search,
    ),
  );
  const query = querySteps.length === 0 ? undefined : findingOf(querySteps, machine.cores);
  return {
    machine,
    ...(ingest ? { ingest } : {}),
    ...(query ? { query, queryBesideBytesPerSecond: besidesBytesPerSecond } : {}),
    steps: [...ingestSteps, ...querySteps],
  };
}

/** A scenario without such a load has no such knee. */
async function climbed(
  startRate: number,
  climbing: (startRate: number) => Promise<readonly KneeStep[]>,
): Promise<readonly KneeStep[]> {
  return startRate > 0 ? await climbing(startRate) : [];
}
