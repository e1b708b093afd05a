import { isAlias, isCollection, isNode, isPair, type Node } from "yaml";
import { BadYaml } from "./bad-yaml.ts";
import type { ParsedYaml } from "./parse-tree.ts";

/**
 * Maps each YAML alias to its target: the last node before the alias that has the alias's anchor. Throws BadYaml if
 * there is no such node.
 */
export function bindAliases(
  contents: Node,
  lineOf: ParsedYaml["lineOf"],
  maxDepth: number,
): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  const bind = (node: unknown, depth: number): void => {
    if (isPair(node)) {
      bind(node.key, depth + 1);
      bind(node.value, depth + 1);
      return;
    }
    if (!isNode(node)) return;
    if (depth > 2 * maxDepth)
      throw new BadYaml(lineOf(node), `it is nested more than ${maxDepth} levels deep`);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined)
        throw new BadYaml(lineOf(node), "an alias (*name) has no anchor (&name) before it");
      targets.set(node, target);
    } else {
      if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) for (const item of node.items) bind(item, depth + 1);
    }
  };
  bind(contents, 0);
  return targets;
}
