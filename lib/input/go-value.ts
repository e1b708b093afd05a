import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from "yaml";
import { isObject, type Json } from "../base/json.ts";
import { BadYaml } from "./bad-yaml.ts";
import { bindAliases } from "./bind-aliases.ts";
import { resolvePlain, resolveTagged, type Scalars } from "./go-scalar.ts";
import type { ParsedYaml } from "./parse-tree.ts";
import type { YamlDialect } from "./yaml-dialect.ts";

/**
 * The maximum number of values in an input file, including values that aliases repeat. A thousand tenants with fifty
 * limits each need 51,000.
 */
const maxValues = 200_000;
/** The maximum nesting depth of an input file. Loki's config has ten levels, a chart's values have twenty. */
export const maxDepth = 100;

export interface GoValue {
  readonly value: Json;
  /** Warnings about valid but suspicious content of an input file, such as a second document that is ignored. */
  readonly remarks: readonly string[];
}

/**
 * Returns a YAML document's value as a Go program (Loki, Helm) would decode it. The `dialect` states how that program
 * reads YAML. Throws BadYaml.
 */
export function goValue(parsed: ParsedYaml, dialect: YamlDialect): GoValue {
  const { lineOf, secondDocumentLine } = parsed;
  const { contents } = parsed.document;
  const remarks: string[] = [];
  if (secondDocumentLine !== undefined) {
    const sentence = "there is more than one document (---)";
    if (dialect.documents === "one") throw new BadYaml(secondDocumentLine, sentence);
    remarks.push(`line ${secondDocumentLine}: ${sentence}; only the first is read, as Go's YAML does`);
  }
  if (contents === null) return { value: null, remarks };
  const reader = new Reader(dialect, lineOf, bindAliases(contents, lineOf, maxDepth));
  const value = reader.valueOf(contents, 0);
  return { value, remarks: [...remarks, ...new Set(reader.remarks)] };
}

class Reader {
  readonly remarks: string[] = [];
  private readonly dialect: YamlDialect;
  private readonly lineOf: ParsedYaml["lineOf"];
  private readonly targets: ReadonlyMap<Node, Node>;
  private readonly open = new Set<Node>();
  private values = 0;

  constructor(dialect: YamlDialect, lineOf: ParsedYaml["lineOf"], targets: ReadonlyMap<Node, Node>) {
    this.dialect = dialect;
    this.lineOf = lineOf;
    this.targets = targets;
  }

  valueOf(node: unknown, depth: number): Json {
    if (!isNode(node)) return null;
    if (++this.values > maxValues) {
      throw this.fault(node, `with its aliases (*name) it has more than ${maxValues} values`);
    }
    if (depth > maxDepth) throw this.fault(node, `it is nested more than ${maxDepth} levels deep`);
    if (isAlias(node)) return this.through(node, (target) => this.valueOf(target, depth + 1));
    if (isMap(node)) return this.mapping(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item, depth + 1));
    return isScalar(node) ? this.scalar(node) : null;
  }

  private mapping(node: YAMLMap, depth: number): Json {
    const own = new Map<string, Json>();
    const merged = new Map<string, Json>();
    for (const pair of node.items) {
      const isMerge = isMergeKey(pair.key);
      const under = this.dialect.merging === "own-key-wins" ? merged : own;
      if (isMerge) for (const [key, value] of this.mergedInto(pair, depth)) this.put(under, key, value);
      else this.putOwn(own, pair, depth, node);
    }
    return Object.fromEntries([...merged, ...own]);
  }

  private putOwn(own: Map<string, Json>, pair: Pair, depth: number, node: YAMLMap): void {
    const key = this.keyOf(pair.key, node);
    if (this.isTwice(pair, key, node)) {
      const sentence = `the key ${JSON.stringify(key)} stands twice in one mapping`;
      if (this.dialect.twice === "refused") throw this.fault(pair.key, sentence);
      this.remarks.push(`line ${this.lineAt(pair.key)}: ${sentence}; the last one holds`);
    }
    this.put(own, key, this.valueOf(pair.value, depth + 1));
  }

  private readonly seen = new WeakMap<YAMLMap, Map<string, unknown>>();

  /**
   * Reports whether a key occurs twice in a mapping. Compares the key-value pair objects, because each alias of a
   * mapping makes `goValue` read the mapping again.
   */
  private isTwice(pair: Pair, key: string, node: YAMLMap): boolean {
    const keys = this.seen.get(node) ?? new Map<string, unknown>();
    this.seen.set(node, keys);
    const before = keys.get(key);
    keys.set(key, before ?? pair);
    return before !== undefined && before !== pair;
  }

  private put(into: Map<string, Json>, key: string, value: Json): void {
    const before = into.get(key);
    const inside = this.dialect.merging === "last-wins-inside-too" && isObject(before) && isObject(value);
    into.set(key, inside ? mergeInside(before, value) : value);
  }

  /**
   * Returns the entries that a `<<` key merges into a mapping, in the order of application. In a list of mappings,
   * earlier mappings take precedence, so the entries of the first mapping come last.
   */
  private mergedInto({ key, value }: Pair, depth: number): readonly (readonly [string, Json])[] {
    const sources = isSeq(value) ? value.items.toReversed() : [value];
    return sources.flatMap((source) => {
      const laid = this.valueOf(source, depth + 1);
      const isMapping = isMap(isAlias(source) ? this.targets.get(source) : source);
      if (!isMapping || !isObject(laid)) {
        throw this.fault(key, "<< needs a mapping, or a list of mappings");
      }
      return Object.entries(laid);
    });
  }

  private keyOf(node: unknown, inside: YAMLMap): string {
    const key = isAlias(node) ? this.targets.get(node) : node;
    if (!isScalar(key)) throw this.fault(node ?? inside, "a key is not text");
    const text = textOf(key);
    if (text === "__proto__") throw this.fault(node, "the key __proto__ is not accepted");
    return this.dialect.keys === "as-written" ? text : `${this.scalar(key)}`;
  }

  private scalar(node: Scalar): Scalars {
    const text = textOf(node);
    if (node.tag !== undefined && node.tag !== "tag:yaml.org,2002:str") {
      const tagged = resolveTagged(node.tag, text, this.dialect);
      if (tagged === undefined) throw this.fault(node, `the value does not fit its tag ${node.tag}`);
      return tagged;
    }
    return node.type === Scalar.PLAIN && node.tag === undefined ? resolvePlain(text, this.dialect) : text;
  }

  private through(alias: Node, read: (target: Node) => Json): Json {
    const target = this.targets.get(alias);
    if (target === undefined) throw this.fault(alias, "an alias (*name) has no anchor (&name) before it");
    if (this.open.has(alias)) throw this.fault(alias, "an anchor (&name) contains itself");
    this.open.add(alias);
    try {
      return read(target);
    } finally {
      this.open.delete(alias);
    }
  }

  private fault(node: unknown, message: string): BadYaml {
    return new BadYaml(this.lineAt(node), message);
  }

  private lineAt(node: unknown): number {
    return isNode(node) ? this.lineOf(node) : 1;
  }
}

/** Returns a scalar's text. The parser returns every scalar as a string, because it parses without types. */
function textOf({ value }: Scalar): string {
  return typeof value === "string" ? value : "";
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === Scalar.PLAIN;
}

function mergeInside(under: { readonly [key: string]: Json }, over: { readonly [key: string]: Json }): Json {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? mergeInside(before, value) : value);
  }
  return Object.fromEntries(merged);
}
