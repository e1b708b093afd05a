import { isQueryTemplate, queryTemplates } from "../plan/query-templates.ts";
import type { QueryRecord } from "../run-folder/request-record.ts";
import { stormRuns, type TenantLoads } from "../traffic/schedule.ts";
import type { Ask } from "./ask.ts";
import { templates } from "./templates.ts";
import { turnsOf } from "./turns.ts";

/** Returns the tenants whose planned storm sends queries of the given kinds about a planned history. */
export function tenantsAsking(tenants: TenantLoads, kinds: readonly Ask["kind"][]): readonly string[] {
  const asking = stormRuns(tenants).filter(({ tenant, planned, weights }) => {
    const turns = turnsOf(weights ?? queryTemplates);
    const asked = Array.from({ length: planned }, (_, arrival) => turns.at(arrival).template);
    const history = tenants[tenant]?.history !== undefined;
    return (
      history &&
      asked.some((name) => templates[name].over === "history" && kinds.includes(templates[name].ask.kind))
    );
  });
  return asking.map(({ tenant }) => tenant);
}

/** Returns the queries of the given kinds that Loki answered with 200 and whose expected answer is known. */
export function knownAnswers(
  queries: readonly QueryRecord[],
  kinds: readonly Ask["kind"][],
): readonly QueryRecord[] {
  return queries.filter(
    ({ template, status, expected }) =>
      status === 200 &&
      expected !== undefined &&
      isQueryTemplate(template) &&
      kinds.includes(templates[template].ask.kind),
  );
}

export function isWrong(record: QueryRecord): boolean {
  const { answer, expected } = record;
  return canonical(answer) !== canonical(expected) && !lacksFirstMoment(record);
}

/** Returns whether an answer is wrong only because of a known Loki defect that loses the answer's first point. */
export function lacksFirstMoment({ answer, expected, otherwise }: QueryRecord): boolean {
  if (otherwise === undefined || canonical(answer) === canonical(expected)) return false;
  return canonical(answer) === canonical(otherwise);
}

const mostShown = 5;

/**
 * Describes up to five differences between a query's expected answer and Loki's, by series, stream or name:
 * "status=500: expected 61 of sum 480, got 61 of sum 472".
 */
export function describeWrong({ answer = {}, expected = {} }: QueryRecord): string {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(answer)])].sort();
  const differing = names.filter((name) => expected[name]?.digest !== answer[name]?.digest);
  const shown = differing.slice(0, mostShown).map((name) => {
    return `${name}: expected ${describePart(expected[name])}, got ${describePart(answer[name])}`;
  });
  const more = differing.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function describePart(part: NonNullable<QueryRecord["answer"]>[string] | undefined): string {
  if (part === undefined) return "none";
  return part.sum === undefined ? `${part.count}` : `${part.count} of sum ${part.sum}`;
}

/** Returns a text of an answer for comparison. The order of the answer's series does not affect the text. */
function canonical(answer: QueryRecord["answer"]): string | undefined {
  if (answer === undefined) return undefined;
  return JSON.stringify(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}
