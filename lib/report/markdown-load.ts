import type { RunResult } from "../verdict/result.ts";
import { groupTenants, moreTenants, type Rest } from "./group-tenants.ts";
import { prose, tenantsShown } from "./markdown-text.ts";
import { formatBytes, formatCount, formatMs, formatRatio, formatShare } from "./units.ts";

/** Returns the load section of summary.md, or an empty list if the run had no load. */
export function loadTable(result: RunResult): readonly string[] {
  const { shown, rest } = groupTenants(result);
  if (shown.length === 0) return [];
  const rows = shown.map(([tenant, { push, query }]) => {
    const cells = [
      prose(tenant),
      formatBytes(push.offeredBytes),
      formatShare(push.acceptedBytes, push.offeredBytes),
      formatCount(push.refused),
      formatCount(push.failed),
      formatCount(push.indeterminate),
      formatMs(push.latency.responseMs["p99"]),
      formatCount(query.requests),
      formatCount(query.refused),
      formatCount(query.failed),
      formatCount(query.indeterminate),
      formatMs(query.latency.responseMs["p99"]),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const more = rest === undefined ? [] : ["", `…${restOf(rest)}.`];
  return [
    [
      "## Load",
      "",
      "| tenant | offered | accepted | pushes refused | failed | no answer | push p99 | queries | refused | failed | no answer | query p99 |",
      "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
      ...rows,
      ...more,
    ].join("\n"),
  ];
}

export function ratioTable(result: RunResult): readonly string[] {
  if (result.ratios.length === 0) return [];
  const rows = result.ratios.slice(0, tenantsShown).map((one) => {
    const shown = (value: number | undefined): string =>
      one.measure === "response" ? formatMs(value) : formatRatio(value);
    const cells = [
      prose(one.name),
      prose(one.tenant),
      shown(one.alone.value),
      shown(one.together.value),
      formatRatio(one.ratio),
      formatRatio(one.maxRatio),
      one.outcome,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const heads = [
    "| ratio | tenant | alone | together | ratio | at most | outcome |",
    "|---|---|--:|--:|--:|--:|---|",
  ];
  return [["## Neighbours", "", ...heads, ...rows].join("\n")];
}

export function faultLines(result: RunResult): readonly string[] {
  if (result.faults.length === 0) return [];
  const lines = result.faults.map(({ fault, fromS, toS, error }) => {
    const when =
      fromS === undefined || toS === undefined ? (error ?? "never injected") : `${fromS} s to ${toS} s`;
    return `- ${prose(fault)}: ${prose(when)}`;
  });
  return [`## Faults injected\n\n${lines.join("\n")}`];
}

function restOf(rest: Rest): string {
  const { push, query } = rest;
  const accepted = formatShare(push.acceptedBytes, push.offeredBytes);
  return `${moreTenants(rest)}: ${formatBytes(push.offeredBytes)} offered, ${accepted} accepted, ${formatCount(query.requests)} queries`;
}

/**
 * Returns the section that shows how well the generators could send the load. Measured latencies and rates depend on
 * the generators.
 */
export function generatorLines({ generators }: RunResult): readonly string[] {
  if (generators.length === 0) return [];
  const lines = generators.map(({ script, planned, dropped, cpuSeconds, wallSeconds, ...one }) => {
    const carried =
      one.lineBytes === undefined || cpuSeconds === 0
        ? ""
        : `, ${formatBytes(one.lineBytes / cpuSeconds)} of lines per CPU-second`;
    const sent = `${formatCount(planned - dropped)} of ${formatCount(planned)} sent`;
    const shared = one.processes === undefined ? "" : ` by ${one.processes} generators`;
    return `- k6 ${prose(script)}: ${sent}${shared}, ${formatShare(cpuSeconds, wallSeconds)} of a core${carried}, start lag p99 ${formatMs(one.startLagP99Ms)}`;
  });
  return [`## Generators\n\n${lines.join("\n")}`];
}
