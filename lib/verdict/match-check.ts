/** Is `id` meant by `pattern`, in which a `*` at the end stands for any end? */
export function matchesCheck(pattern: string, id: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}
