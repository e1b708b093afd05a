import type { Announced } from "./messages.ts";

/** The part of mocha's Test and Suite that a check's name is built from. */
export interface Titled {
  readonly title: string;
  readonly parent?: Titled | undefined;
}

/**
 * Returns the check's id, `<describe title>.<slug>`, when the title of `it` is "slug: sentence". Titles of nested
 * describes are joined by dots. Without a slug, the lower-case, hyphenated title takes the slug's place.
 */
export function nameOf(test: Titled): Announced {
  const path = suitesAround(test);
  const [, slug, sentence] = /^([a-z0-9][a-z0-9.-]*): (.*)$/s.exec(test.title) ?? [];
  const id = [...path.map(slugOf), slug ?? slugOf(test.title)].join(".");
  return { id, suite: path[0] ?? "(no describe)", title: sentence ?? test.title };
}

function suitesAround(test: Titled): readonly string[] {
  const titles: string[] = [];
  for (let at = test.parent; at !== undefined; at = at.parent) if (at.title !== "") titles.unshift(at.title);
  return titles;
}

function slugOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9.]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "unnamed"
  );
}
