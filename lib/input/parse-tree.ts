import { type Document, type ErrorCode, LineCounter, parseDocument } from "yaml";
import { BadYaml, BadYamls } from "./bad-yaml.ts";

/**
 * An explanation of each error code of the YAML parser. The parser's own messages are not shown, because they quote the
 * text, which could hold secrets.
 */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: "an alias (*name) may have no anchor or tag",
  BAD_ALIAS: "an alias (*name) is not written as one",
  BAD_COLLECTION_TYPE: "a tag does not fit what follows it",
  BAD_DIRECTIVE: "a % directive is not written as one",
  BAD_DQ_ESCAPE: "a double-quoted text holds an escape that YAML does not have: write \\\\ for a backslash",
  BAD_INDENT: "the indentation does not fit the lines before it",
  BAD_PROP_ORDER: "an anchor or tag stands before a - or ?, where none may be",
  BAD_SCALAR_START: "a text begins with a character that needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "two `key: value` stand on one line, or a text with `: ` in it lacks quotes",
  BLOCK_IN_FLOW: "a block stands inside of { } or [ ]",
  IMPOSSIBLE: "it cannot be read",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters",
  MISSING_CHAR: "a character is missing: a quote, a comma, a colon or a closing bracket",
  MULTILINE_IMPLICIT_KEY: "a key runs over more than one line: is a colon or an indentation missing?",
  MULTIPLE_ANCHORS: "a value has more than one anchor",
  MULTIPLE_TAGS: "a value has more than one tag",
  NON_STRING_KEY: "a key is not text",
  RESOURCE_EXHAUSTION: "it is nested too deeply",
  TAB_AS_INDENT: "a tab is used for indentation: use spaces",
  TAG_RESOLVE_FAILED: "a tag cannot be resolved",
  UNEXPECTED_TOKEN:
    "something stands where it cannot: often a quote, bracket or indentation before it is wrong",
};

export interface ParsedYaml {
  readonly document: Document.Parsed;
  /**
   * The line where a file's second YAML document begins; undefined if the file has no second document, or an empty one.
   */
  readonly secondDocumentLine: number | undefined;
  /** Returns the line on which a node begins. */
  readonly lineOf: (node: { readonly range?: readonly number[] | null | undefined }) => number;
}

/**
 * Parses the first YAML document, with every scalar as a string; `goValue` converts the strings to types. Throws
 * BadYamls.
 */
export function parseTree(text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parse(text, lines);
  const lineAt = (pos: number): number => lines.linePos(pos).line;
  const [second] = document.errors.filter(({ code }) => code === "MULTIPLE_DOCS");
  const faults = document.errors
    .filter((error) => error !== second)
    .map(({ code, pos }) => new BadYaml(lineAt(pos[0]), sentences[code] ?? "it cannot be read"));
  if (faults.length > 0) throw new BadYamls(faults);
  const hasMore = second !== undefined && !saysNothing.test(text.slice(second.pos[0]));
  return {
    document,
    secondDocumentLine: hasMore ? lineAt(second.pos[0]) : undefined,
    lineOf: ({ range }) => Math.max(1, lineAt(range?.[0] ?? 0)),
  };
}

/** A text with only document markers, comments and empty lines. */
const saysNothing = /^(?:[ \t]*(?:---|\.\.\.)?[ \t]*(?:#[^\n]*)?(?:\r?\n|$))*$/;

/**
 * Parses a YAML text without the parser's own check for duplicate keys: that check takes quadratic time, and `goValue`
 * detects duplicate keys too.
 */
function parse(text: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text, {
      schema: "failsafe",
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
      lineCounter,
    });
  } catch (error) {
    // The parser is recursive, so deep nesting overflows the stack.
    if (!(error instanceof RangeError)) throw error;
    throw new BadYamls([new BadYaml(1, "it is nested too deeply")], { cause: error });
  }
}
