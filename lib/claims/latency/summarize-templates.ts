import type { QueryRecord } from "../../run-folder/request-record.ts";
import { isWrong } from "../../storm/judge-answers.ts";
import type { TemplateResult } from "../../verdict/result.ts";
import { latencyOf } from "./latency-of.ts";

/**
 * Summarizes the queries of a storm by template, over all tenants. A report with many tenants therefore does not become
 * longer.
 */
export function summarizeTemplates(queries: readonly QueryRecord[]): TemplateResult[] {
  const groups = [...Map.groupBy(queries, ({ template }) => template)];
  return groups.map(([template, group]) => summaryOf(template, group)).sort(byName);
}

function byName(one: TemplateResult, other: TemplateResult): number {
  return one.template < other.template ? -1 : 1;
}

function summaryOf(template: string, queries: readonly QueryRecord[]): TemplateResult {
  const ok = queries.filter(({ status }) => status === 200);
  const known = ok.filter(({ expected }) => expected !== undefined);
  const sum = (of: (query: QueryRecord) => number | undefined): number =>
    ok.reduce((total, query) => total + (of(query) ?? 0), 0);
  const queuedMs = ok.flatMap(({ queueTimeS }) => (queueTimeS === undefined ? [] : [queueTimeS * 1000]));
  return {
    template,
    requests: queries.length,
    ok: ok.length,
    known: known.length,
    wrong: known.filter(isWrong).length,
    latency: latencyOf(queries),
    bytesProcessed: sum(({ bytesProcessed }) => bytesProcessed),
    chunks: sum(({ chunks }) => chunks),
    splits: sum(({ splits }) => splits),
    shards: sum(({ shards }) => shards),
    queueMs: {
      mean: queuedMs.length === 0 ? 0 : queuedMs.reduce((total, ms) => total + ms, 0) / queuedMs.length,
      max: Math.max(0, ...queuedMs),
    },
  };
}
