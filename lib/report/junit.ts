import { cleanText } from "../output/clean.ts";
import type { CheckResult } from "../verdict/check.ts";
import { countOutcomes } from "../verdict/merge.ts";
import type { RunResult } from "../verdict/result.ts";

/**
 * Renders `junit.xml` for CI: fail becomes a failure, unknown an error, skip skipped. Problems of the run itself, and a
 * run without checks, become errors in a separate suite, so that no viewer shows green for such a run.
 */
export function junitReport(result: RunResult): string {
  const suites = [...Map.groupBy(result.checks, (check) => check.suite)];
  const counts = countOutcomes(result.checks);
  const runErrors = problemsOf(result);
  const totals = {
    name: `lokiproof ${result.scenario}`,
    tests: result.checks.length + runErrors.length,
    failures: counts.fail,
    errors: counts.unknown + runErrors.length,
    skipped: counts.skip,
    time: seconds(Date.parse(result.endedAt) - Date.parse(result.startedAt)),
    timestamp: result.startedAt,
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(totals)}>`,
    ...suites.map(([name, checks]) => testSuite(name, checks, result)),
    ...(runErrors.length > 0 ? [runSuite(runErrors, result)] : []),
    "</testsuites>",
    "",
  ].join("\n");
}

function problemsOf(result: RunResult): readonly string[] {
  return result.problems.length === 0 && result.checks.length === 0 ? [result.reason] : result.problems;
}

function testSuite(name: string, checks: readonly CheckResult[], result: RunResult): string {
  const counts = countOutcomes(checks);
  const totals = {
    name,
    tests: checks.length,
    failures: counts.fail,
    errors: counts.unknown,
    skipped: counts.skip,
    time: seconds(checks.reduce((sum, check) => sum + check.durationMs, 0)),
    timestamp: result.startedAt,
  };
  const cases = checks.map((check) => testCase(check, result));
  return `  <testsuite${attributes(totals)}>\n${properties(result)}\n${cases.join("\n")}\n  </testsuite>`;
}

function runSuite(problems: readonly string[], result: RunResult): string {
  const totals = { name: "run", tests: problems.length, failures: 0, errors: problems.length, skipped: 0 };
  const cases = problems.map((problem, index) => {
    const open = `    <testcase${attributes({ name: `problem-${index + 1}`, classname: "lokiproof.run", time: "0.000" })}>`;
    return `${open}\n      <error${attributes({ message: firstLine(problem) })}>${text(problem)}</error>\n    </testcase>`;
  });
  return `  <testsuite${attributes(totals)}>\n${properties(result)}\n${cases.join("\n")}\n  </testsuite>`;
}

function testCase(check: CheckResult, result: RunResult): string {
  const name = check.id.startsWith(`${check.suite}.`) ? check.id.slice(check.suite.length + 1) : check.id;
  const classname = `lokiproof.${check.suite}`;
  const open = `    <testcase${attributes({ name, classname, time: seconds(check.durationMs) })}`;
  const figures = result.figures.filter((figure) => figure.check === check.id).map((figure) => figure.text);
  const inner = [
    ...outcomeElement(check),
    ...(figures.length > 0 ? [`<system-out>${text(figures.join("\n"))}</system-out>`] : []),
  ];
  if (inner.length === 0) return `${open}/>`;
  return `${open}>\n${inner.map((line) => `      ${line}`).join("\n")}\n    </testcase>`;
}

const elements = { fail: "failure", unknown: "error", skip: "skipped" } as const;

function outcomeElement(check: CheckResult): readonly string[] {
  if (check.outcome === "pass") return [];
  const element = elements[check.outcome];
  const message = check.message ?? check.title;
  if (element === "skipped") return [`<skipped${attributes({ message: firstLine(message) })}/>`];
  const body = [
    check.title,
    message,
    ...(check.expected === undefined ? [] : [`expected: ${check.expected}`]),
    ...(check.observed === undefined ? [] : [`observed: ${check.observed}`]),
  ].join("\n");
  return [
    `<${element}${attributes({ message: firstLine(message), type: check.outcome })}>${text(body)}</${element}>`,
  ];
}

function properties(result: RunResult): string {
  const values: Readonly<Record<string, string | number>> = {
    runId: result.runId,
    verdict: result.verdict,
    provider: result.provider,
    seed: result.seed,
    scale: result.scale,
    replay: result.replay,
    ...(result.breakage === undefined ? {} : { breakage: result.breakage }),
    ...Object.fromEntries(
      Object.entries(result.versions).map(([name, version]) => [`version.${name}`, version]),
    ),
  };
  const lines = Object.entries(values).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>`,
  );
  return `    <properties>\n${lines.join("\n")}\n    </properties>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${text(String(value)).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`,
    )
    .join("");
}

function firstLine(message: string): string {
  return message.split("\n")[0] ?? "";
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1_000).toFixed(3);
}

function text(value: string): string {
  return cleanText(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
