import { isQueryTemplate, queryTemplates } from "../../scenario/query-templates.ts";
import type { QueryRecord } from "../request-record.ts";
import { stormRuns, type TenantLoads } from "../schedule.ts";
import type { Ask } from "./ask.ts";
import { templates } from "./templates.ts";
import { turnsOf } from "./turns.ts";

/** Tenants whose planned storm asks such a question of a planned history. */
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

/** Queries of such a kind that were answered with 200, and whose answer the seed knows. */
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

export function isWrong({ answer, expected }: QueryRecord): boolean {
  return canonical(answer) !== canonical(expected);
}

/** The same text for the same answer, whatever the order of its series. */
function canonical(answer: QueryRecord["answer"]): string | undefined {
  if (answer === undefined) return undefined;
  return JSON.stringify(Object.entries(answer).sort(([a], [b]) => (a < b ? -1 : 1)));
}
