import type { Component } from "../../stack/component.ts";
import type { Member, Stack } from "../../stack/stack.ts";

/**
 * Returns each process once, for all or for the given components. A single binary is listed as every component that it
 * runs.
 */
export function distinctMembers(
  { members }: Pick<Stack, "members">,
  components?: readonly Component[],
): readonly Member[] {
  const wanted = members.filter(({ component }) => components?.includes(component) ?? true);
  return [...new Map(wanted.map((member) => [member.url, member])).values()];
}
