import { prose } from "../report/markdown-text.ts";
import { formatMs, formatRate } from "../report/units.ts";
import type { KneeFinding, KneeReport, KneeStep } from "./knee-report.ts";

/** Returns a rate of the search as text: "12.4 MB/s of log lines", "31 queries/s". */
export function describeRate(search: KneeStep["search"], rate: number): string {
  return search === "ingest" ? `${formatRate(rate)} of log lines` : `${digits(rate)} queries/s`;
}

/** Returns the result of a search for the highest rate, in one sentence that claims no more than was observed. */
export function describeFinding(search: KneeStep["search"], finding: KneeFinding): string {
  const { kind, rate, brokenRate, confirmed, limitedBy } = finding;
  const broken = brokenRate === undefined ? "" : describeRate(search, brokenRate);
  if (rate === undefined) {
    return kind === "below"
      ? `less than ${broken}: not even that held`
      : "not known: not even the lowest rate could be judged";
  }
  const held = describeRate(search, rate);
  const sure = confirmed ? `${held}, held twice` : `${held}, held once, not confirmed`;
  if (limitedBy === "limits") return `${sure}; at ${broken} the tenants' limits refused: they are the knee`;
  if (limitedBy === "loki") return `${sure}; ${broken} did not hold`;
  const why =
    limitedBy === "generator"
      ? `${broken} could not be judged`
      : "nothing more was offered in the time given";
  return `at least ${sure}; ${why}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Returns the CPU cost of a rate as text, for example "0.0712 CPU-s per MB: ingester 0.04, distributor 0.02". */
export function describeCost(search: KneeStep["search"], { cpuSecondsPerUnit }: KneeFinding): string {
  const costs = Object.entries(cpuSecondsPerUnit);
  if (costs.length === 0) return "not known";
  const total = costs.reduce((sum, [, cost]) => sum + cost, 0);
  const unit = search === "ingest" ? "MB of log lines" : "answered query, ingest beside it included";
  return `${digits(total)} CPU-s per ${unit}: ${costs.map(([name, cost]) => `${name} ${digits(cost)}`).join(", ")}`;
}

/** Returns the findings of the searches for the terminal and the reports: pairs of a title and a text, one per line. */
export function kneeLines(report: KneeReport): readonly (readonly [string, string])[] {
  const { ingest, query, queryBesideBytesPerSecond: besides = 0 } = report;
  const of = (search: KneeStep["search"], finding: KneeFinding | undefined): (readonly [string, string])[] =>
    finding === undefined
      ? []
      : [
          [
            search === "ingest" ? "ingest" : `queries, beside ${formatRate(besides)}`,
            describeFinding(search, finding),
          ],
          ["why no more", finding.reasons.join("; ") || "nothing broke"],
          ["full then", finding.saturated],
          ["cost", describeCost(search, finding)],
        ];
  return [...of("ingest", ingest), ...of("query", query)];
}

/** Describes one step of a search, for the terminal. */
export function describeStep(step: KneeStep): string {
  const { search, rate, outcome, forS, confirms, reasons, pushP99Ms, queryP95Ms } = step;
  const latency =
    search === "ingest" ? `push p99 ${formatMs(pushP99Ms)}` : `query p95 ${formatMs(queryP95Ms)}`;
  const why = reasons.map(({ text }) => text).join("; ");
  const again = confirms ? ", again" : "";
  return `${describeRate(search, rate)} for ${forS} s${again}: ${outcome}, ${latency}${why === "" ? "" : `; ${why}`}`;
}

/** Returns the content of `knee.md`. */
export function markdownKnee(report: KneeReport): string {
  const { scenario, runId, machine, limits, budgets, steps, versions } = report;
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const rows = steps.map(
    (step) =>
      `| ${step.number} | ${prose(describeRate(step.search, step.rate))} | ${step.forS} s | ${step.outcome} | ${formatMs(step.pushP99Ms)} | ${formatMs(step.queryP95Ms)} | ${prose(step.reasons.map(({ text }) => text).join("; ") || "–")} |`,
  );
  return `${[
    `# The knee of ${prose(scenario)}`,
    kneeLines(report)
      .map(([what, text]) => `- **${prose(what)}**: ${prose(text)}`)
      .join("\n"),
    `Tenants' limits were ${limits}. Budgets: ${prose(budgets.join("; "))}.`,
    `${machine.cores} cores, which the generator shares. Run ${prose(runId)}: ${prose(used.join(", "))}.`,
    [
      "| | offered | for | came to | push p99 | query p95 | why |",
      "|--:|---|--:|---|--:|--:|---|",
      ...rows,
    ].join("\n"),
  ].join("\n\n")}\n`;
}
