import { lokiIsAtLeast, type PlannedVersion } from "./loki-is.ts";

/** Names the level that Loki finds in a line. */
export type LevelDetector = (line: string) => string;

/**
 * Returns how the planned Loki detects the level of a line: by its field `level`, else by words in its text. The rules for
 * the text changed with 3.6.0 and with 3.7.0 (pkg/distributor/field_detection.go, read in each release from 3.5.0 to 3.7.8).
 */
export function levelDetectorOf(loki: PlannedVersion): LevelDetector {
  const levelOfText = lokiIsAtLeast(loki, "3.7")
    ? firstLevelWord
    : firstRuleOf(lokiIsAtLeast(loki, "3.6") ? rulesOf36 : rulesOf35);
  return (line) => levelNames[statedLevel(line)] ?? levelOfText(line);
}

/** How a level may be written in the field, and Loki's name for it. */
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

/** Since 3.7: the first level that stands in the text as a word. */
function firstLevelWord(line: string): string {
  return levelNames[levelWord.exec(line)?.[0].toLowerCase() ?? ""] ?? "unknown";
}

/** A level, and the parts of a text that mean it, whatever is next to them. */
type Rule = readonly [level: string, parts: readonly string[]];

/** Before 3.7: the first rule that has a part in the text. A lone "warn" means nothing, nor does a lone "debug" in 3.5. */
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
