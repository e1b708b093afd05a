import type { Announced } from "./messages.ts";

/** As much of mocha's Test and Suite as names come from. */
export interface Titled {
  readonly title: string;
  readonly parent?: Titled | undefined;
}

/**
 * `<describe title>.<slug>` where the title of `it` is "slug: sentence"; describes within describes are joined by dots.
 * Without a slug the whole title stands in for it, lower-case and hyphenated.
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
