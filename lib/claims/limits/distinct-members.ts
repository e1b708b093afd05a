import type { Component } from "../../stack/component.ts";
import type { Member, Stack } from "../../stack/stack.ts";

/** Each process once, those of some components or all: a single binary is listed as every component that it is. */
export function distinctMembers(
  { members }: Pick<Stack, "members">,
  components?: readonly Component[],
): readonly Member[] {
  const wanted = members.filter(({ component }) => components?.includes(component) ?? true);
  return [...new Map(wanted.map((member) => [member.url, member])).values()];
}
