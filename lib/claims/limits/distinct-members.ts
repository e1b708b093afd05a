import type { Component } from "../../stack/component.ts";
import type { Member, Stack } from "../../stack/stack.ts";

/**
 * Returns each Loki process once, for all components or for the given components. The stack lists a single binary once
 * for each component that it runs.
 */
export function distinctMembers(
  { members }: Pick<Stack, "members">,
  components?: readonly Component[],
): readonly Member[] {
  const wanted = members.filter(({ component }) => components?.includes(component) ?? true);
  return [...new Map(wanted.map((member) => [member.url, member])).values()];
}
