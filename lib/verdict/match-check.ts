/** Returns whether a check's id matches `pattern`, which may end in the wildcard `*`. */
export function matchesCheck(pattern: string, id: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}
