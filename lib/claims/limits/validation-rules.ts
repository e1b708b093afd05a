import type { JsonObject } from "../../base/json.ts";
import type { PushStream } from "../../loki/push-stream.ts";
import { linesOf } from "./attempt.ts";
import { statedDurationMs, statedNumber, statedSize } from "./stated-limit.ts";

export const validationTenant = "lokiproof-validation";
/** The number of lines in each test push, because the discard counters count lines. */
export const triedLines = 3;
/**
 * The distance between a test timestamp and a time limit. The clocks of the client and the distributor can differ by
 * less than this without affecting the result.
 */
const clockMarginMs = 60_000;

export const validationRuleNames = [
  "line-size",
  "label-count",
  "label-name-length",
  "label-value-length",
  "old-timestamp",
  "future-timestamp",
] as const;
export type ValidationRuleName = (typeof validationRuleNames)[number];

/**
 * A limit that every distributor checks before anything else. The rule has one push just within the limit and one just
 * beyond it.
 */
export interface ValidationRule {
  readonly name: ValidationRuleName;
  /**
   * The rule's `reason` in loki_discarded_samples_total, counted once per line. Pushes with invalid labels also count
   * under invalid_labels.
   */
  readonly reason: string;
  readonly labelsAreInvalid: boolean;
  /** Loki's refusal message (pkg/validation/validate.go, 3.7.8). */
  readonly words: RegExp;
  readonly within: PushStream;
  readonly beyond: PushStream;
}

interface Occasion {
  readonly limits: JsonObject;
  readonly nowMs: number;
  /**
   * A text unique to this run. It is part of the labels because a distributor validates each set of labels only once,
   * for all tenants together, and caches the result.
   */
  readonly token: string;
}

export function validationRules(occasion: Occasion): readonly ValidationRule[] {
  return [lineSize(occasion), labelCount(occasion), ...labelLengths(occasion), ...timestamps(occasion)];
}

/**
 * Returns three labels for a lokiproof stream. Loki adds service_name to a stream without it, but the added label does
 * not count (distributor/validator.go).
 */
function labelled(name: string, { token }: Occasion): Readonly<Record<string, string>> {
  return { probe: "limits", rule: name, token };
}

function lineSize(occasion: Occasion): ValidationRule {
  const bytes = statedSize(occasion.limits, "max_line_size");
  const lines = (lineBytes: number): PushStream =>
    linesOf(labelled("line-size", occasion), { count: triedLines, lineBytes, firstMs: occasion.nowMs });
  return {
    name: "line-size",
    reason: "line_too_long",
    labelsAreInvalid: false,
    words: new RegExp(
      `max entry size '${bytes}' bytes exceeded for stream .* with length '${bytes + 1}' bytes`,
    ),
    within: lines(bytes),
    beyond: lines(bytes + 1),
  };
}

function labelCount(occasion: Occasion): ValidationRule {
  const most = statedNumber(occasion.limits, "max_label_names_per_series");
  const withLabels = (count: number): PushStream => {
    const base = labelled("label-count", occasion);
    const more = Array.from({ length: count - Object.keys(base).length }, (_, index) => [
      `more_${index}`,
      "x",
    ]);
    return shortLines({ ...base, ...Object.fromEntries(more) }, occasion.nowMs);
  };
  return {
    name: "label-count",
    reason: "max_label_names_per_series",
    labelsAreInvalid: true,
    words: new RegExp(`has ${most + 1} label names; limit ${most}`),
    within: withLabels(most),
    beyond: withLabels(most + 1),
  };
}

function labelLengths(occasion: Occasion): readonly ValidationRule[] {
  const longestName = statedNumber(occasion.limits, "max_label_name_length");
  const longestValue = statedNumber(occasion.limits, "max_label_value_length");
  const named = (length: number): PushStream =>
    shortLines({ ...labelled("label-name", occasion), ["n".repeat(length)]: "x" }, occasion.nowMs);
  const valued = (length: number): PushStream =>
    shortLines({ ...labelled("label-value", occasion), value: "v".repeat(length) }, occasion.nowMs);
  return [
    {
      name: "label-name-length",
      reason: "label_name_too_long",
      labelsAreInvalid: true,
      words: /has label name too long: 'n+'/,
      within: named(longestName),
      beyond: named(longestName + 1),
    },
    {
      name: "label-value-length",
      reason: "label_value_too_long",
      labelsAreInvalid: true,
      words: /has label value too long: 'v+'/,
      within: valued(longestValue),
      beyond: valued(longestValue + 1),
    },
  ];
}

function timestamps(occasion: Occasion): readonly ValidationRule[] {
  const oldestMs = occasion.nowMs - statedDurationMs(occasion.limits, "reject_old_samples_max_age");
  const newestMs = occasion.nowMs + statedDurationMs(occasion.limits, "creation_grace_period");
  // Each timestamp has a separate stream. If a stream had a newer line, the ingester would refuse an old line as too
  // far behind.
  const at = (name: string, firstMs: number): PushStream => shortLines(labelled(name, occasion), firstMs);
  return [
    {
      name: "old-timestamp",
      reason: "greater_than_max_sample_age",
      labelsAreInvalid: false,
      words: /has timestamp too old: .*, oldest acceptable timestamp is: /,
      within: at("old", oldestMs + clockMarginMs),
      beyond: at("old", oldestMs - clockMarginMs),
    },
    {
      name: "future-timestamp",
      reason: "too_far_in_future",
      labelsAreInvalid: false,
      words: /has timestamp too new: /,
      within: at("future", newestMs - clockMarginMs),
      beyond: at("future", newestMs + clockMarginMs),
    },
  ];
}

function shortLines(labels: Readonly<Record<string, string>>, firstMs: number): PushStream {
  return linesOf(labels, { count: triedLines, lineBytes: 40, firstMs });
}
