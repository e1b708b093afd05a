import type { Outcome } from "../../verdict/outcome.ts";
import { html, type Markup } from "./markup.ts";

/**
 * The icon shape of each outcome. Every outcome also has a word and a colour, so that none of the three is needed to
 * recognize the outcome.
 */
const shapes: Readonly<Record<Outcome, Markup>> = {
  pass: html`<path d="M4.5 8.4 7 10.9l4.6-5.3"/>`,
  fail: html`<path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>`,
  unknown: html`<path d="M6.1 6.2c.1-1.1.9-1.8 2-1.8s1.9.7 1.9 1.7c0 1.4-1.9 1.5-1.9 2.9M8 11.6v.1"/>`,
  skip: html`<path d="M5 8h6"/>`,
};

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  pass: "pass",
  fail: "fail",
  unknown: "unknown",
  skip: "skipped",
};

/** Renders a round icon with the outcome's shape, and the outcome's word as a label for screen readers. */
export function outcomeIcon(outcome: Outcome): Markup {
  return html`<svg class="icon ${outcome}" viewBox="0 0 16 16" role="img" aria-label="${outcomeWords[outcome]}"><circle cx="8" cy="8" r="7.5"/>${shapes[outcome]}</svg>`;
}
