import type { KnownKeys } from "./known-keys.ts";

/**
 * Returns the known key that the user probably intended by a misspelt one. First choice is a similar key in the same
 * block, then a key of the same name in another block, then a similar key elsewhere.
 */
export function nearestKey(path: string, { paths }: Pick<KnownKeys, "paths">): string | undefined {
  const [name, block] = [nameOf(path), path.slice(0, path.lastIndexOf(".") + 1)];
  const all = [...paths];
  const sameBlock = all.filter((one) => one === block + nameOf(one));
  const byName = (candidates: readonly string[], most: number): string | undefined =>
    nearest(candidates, (one) => distance(nameOf(one), name), most);
  // Short names are similar to almost any other, so they must match exactly.
  const most = name.length < 3 ? 0 : Math.max(1, Math.floor(name.length / 4));
  const elsewhere = all.filter((one) => nameOf(one) === name);
  const far = name.length < 8 ? 0 : 2;
  return byName(sameBlock, most) ?? shortest(elsewhere) ?? byName(all, far);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function shortest(paths: readonly string[]): string | undefined {
  return [...paths].sort((one, other) => one.split(".").length - other.split(".").length)[0];
}

/** Returns the candidate with the smallest edit distance. Among equals, returns the first with the least depth. */
function nearest(
  candidates: readonly string[],
  distanceOf: (candidate: string) => number,
  most: number,
): string | undefined {
  const near = candidates.map((one) => ({ one, away: distanceOf(one) })).filter(({ away }) => away <= most);
  const least = Math.min(...near.map(({ away }) => away));
  return shortest(near.filter(({ away }) => away === least).map(({ one }) => one));
}

/**
 * Returns the edit distance of two words: how many letters must be changed, added, removed or swapped with a neighbour
 * (optimal string alignment).
 */
function distance(one: string, other: string): number {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        row > 1 && column > 1 && swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, next];
  }
  return last.at(-1) ?? 0;
}
