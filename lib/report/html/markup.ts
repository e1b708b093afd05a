import { cleanText } from "../../output/clean.ts";

/** Text that is already HTML. Create it with `html`, so that no unescaped text gets into a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value in a template: text is escaped, lists are joined, undefined and false are left out. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/**
 * Renders a template of HTML or SVG. Every value that is not Markup is escaped, both for text and for quoted
 * attributes.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string));
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return escapeText(part);
  return typeof part === "number" ? String(part) : part.map(render).join("");
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return cleanText(text).replaceAll(/[&<>"']/gu, (mark) => escapes[mark] ?? mark);
}
