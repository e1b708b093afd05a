import type { CheckResult } from "../../verdict/check.ts";
import { countOutcomes } from "../../verdict/merge.ts";
import type { RunResult } from "../../verdict/result.ts";
import { byUrgency, orderChecks } from "../order-checks.ts";
import { outcomeIcon, outcomeWords } from "./icons.ts";
import { html, type Markup, type Part } from "./markup.ts";

type Figures = ReadonlyMap<string, readonly string[]>;

/** Renders failed and unknown checks in full, then every check by suite. */
export function checksSection(result: RunResult): Markup {
  const figures = figuresByCheck(result);
  const wrong = orderChecks(result.checks).filter(
    ({ outcome }) => outcome === "fail" || outcome === "unknown",
  );
  const suites = [...Map.groupBy(result.checks, (check) => check.suite)];
  return html`<section id="checks" aria-labelledby="checks-title">
<h2 id="checks-title">Checks</h2>
${wrong.map((check) => wrongCheck(check, figures))}
${suites.length === 0 && html`<p class="empty">No check was judged.</p>`}
<div class="suites">${suites.map(([suite, checks]) => suiteCard(suite, checks, figures))}</div>
</section>`;
}

function figuresByCheck(result: RunResult): Figures {
  const grouped = Map.groupBy(result.figures, (figure) => figure.check);
  return new Map([...grouped].map(([check, figures]) => [check, figures.map(({ text }) => text)]));
}

function wrongCheck(check: CheckResult, figures: Figures): Markup {
  return html`<article class="wrong ${check.outcome}">
<h3>${outcomeIcon(check.outcome)}<code>${check.id}</code><span class="word">${outcomeWords[check.outcome]}${check.required && " · required"}</span></h3>
<p class="claim">${check.title}</p>
${check.message !== undefined && html`<pre class="message">${check.message}</pre>`}
${versus(check)}
${figureList(check, figures)}
</article>`;
}

function versus({ expected, observed }: CheckResult): Markup | undefined {
  if (expected === undefined && observed === undefined) return undefined;
  return html`<dl class="versus"><div class="expected"><dt>expected</dt><dd><pre>${unlike(expected, observed)}</pre></dd></div><div class="observed"><dt>observed</dt><dd><pre>${unlike(observed, expected)}</pre></dd></div></dl>`;
}

/** Marks the lines of a value that the other value does not contain, so that differences in long lists stand out. */
function unlike(value = "not stated", other = "not stated"): Part {
  const lines = value.split("\n");
  if (lines.length === 1) return value;
  const others = new Set(other.split("\n"));
  return lines.map((line) => [others.has(line) ? line : html`<mark>${line}</mark>`, "\n"]);
}

function suiteCard(suite: string, checks: readonly CheckResult[], figures: Figures): Markup {
  const counts = countOutcomes(checks);
  const shown = byUrgency.filter((outcome) => counts[outcome] > 0);
  return html`<section class="card suite"><h3>${suite}<span class="counts">${shown.map((outcome) => html`<span class="${outcome}">${counts[outcome]} ${outcomeWords[outcome]}</span>`)}</span></h3>
<ul>${checks.map((check) => row(check, figures))}</ul></section>`;
}

function row(check: CheckResult, figures: Figures): Markup {
  const slug = check.id.startsWith(`${check.suite}.`) ? check.id.slice(check.suite.length + 1) : check.id;
  return html`<li>${outcomeIcon(check.outcome)}<div><code>${slug}</code> <span class="claim">${check.title}</span>
${check.outcome === "skip" && html`<p class="why">${check.message ?? "skipped"}</p>`}${figureList(check, figures)}</div></li>`;
}

function figureList(check: CheckResult, figures: Figures): Markup | undefined {
  const texts = figures.get(check.id);
  return texts && html`<ul class="figures">${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}
