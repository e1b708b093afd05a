import { lokiIsAtLeast, type PlannedVersion } from "./loki-is.ts";

/** A function that returns the level that Loki detects in a line. */
export type LevelDetector = (line: string) => string;

/**
 * Returns a function that detects a line's level as the planned Loki does: by the line's `level` field, else by words
 * in its text. The rules for the text changed in 3.6.0 and 3.7.0 (pkg/distributor/field_detection.go, read in each
 * release from 3.5.0 to 3.7.8).
 */
export function levelDetectorOf(loki: PlannedVersion): LevelDetector {
  const levelOfText = lokiIsAtLeast(loki, "3.7")
    ? firstLevelWord
    : firstRuleOf(lokiIsAtLeast(loki, "3.6") ? rulesOf36 : rulesOf35);
  return (line) => levelNames[statedLevel(line)] ?? levelOfText(line);
}

/** The spellings of a level in the `level` field, each with Loki's name for it. */
const levelNames: Readonly<Record<string, string>> = {
  trace: "trace",
  debug: "debug",
  fatal: "fatal",
  critical: "critical",
  error: "error",
  err: "error",
  warning: "warn",
  warn: "warn",
  info: "info",
};

const jsonLevel = /"level":"([^"]*)"/;
const logfmtLevel = /(?:^|\s)level="?([^\s"]*)/;

function statedLevel(line: string): string {
  return (line.startsWith("{") ? jsonLevel : logfmtLevel).exec(line)?.[1]?.toLowerCase() ?? "";
}

const levelWord = new RegExp(
  `(?<![^ \\t\\n[({"=])(?:${Object.keys(levelNames).join("|")})(?![^ \\t\\n[\\](){}:,!"=])`,
  "i",
);

/** Returns the first level that occurs as a word in a line's text, which is how Loki detects a level since 3.7. */
function firstLevelWord(line: string): string {
  return levelNames[levelWord.exec(line)?.[0].toLowerCase() ?? ""] ?? "unknown";
}

/** A level that Loki detects, and the substrings of a line that indicate this level. */
type Rule = readonly [level: string, parts: readonly string[]];

/**
 * The rules by which Loki before 3.7 detects a line's level: the first rule with a substring in the text decides. A
 * lone "warn" matches nothing; in 3.5 neither does a lone "debug".
 */
const rulesOf35: readonly Rule[] = [
  ["info", ["info", "INFO"]],
  ["error", ["err:", "ERR:", "error", "ERROR"]],
  ["warn", ["warn:", "WARN:", "warning", "WARNING"]],
  ["critical", ["critical:", "CRITICAL:"]],
  ["debug", ["debug:", "DEBUG:"]],
];

const rulesOf36: readonly Rule[] = [
  ["info", ["info", "INFO"]],
  ["error", ["err:", "ERR:", "[err]", "[ERR]", "[error]", "[ERROR]"]],
  ["warn", ["warn:", "WARN:", "[warn]", "[WARN]", "warning", "WARNING"]],
  ["critical", ["critical:", "CRITICAL:", "[critical]", "[CRITICAL]"]],
  ["debug", ["debug", "DEBUG"]],
];

function firstRuleOf(rules: readonly Rule[]): LevelDetector {
  return (line) => rules.find(([, parts]) => parts.some((part) => line.includes(part)))?.[0] ?? "unknown";
}
