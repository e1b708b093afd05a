import { inspect } from "node:util";
import { describeError } from "../base/errors.ts";
import { lookLast } from "../run-folder/look-at.ts";
import type { CheckResult } from "../verdict/check.ts";
import { SkipError } from "./skip.ts";

const longestChars = 4_000;

export type Classified = Pick<CheckResult, "outcome" | "message" | "expected" | "observed">;

/**
 * Returns a check's outcome, given what its body threw. Only a failed assertion is a fail; only a SkipError is a skip.
 */
export function classify(thrown: unknown): Classified {
  if (thrown instanceof SkipError) return { outcome: "skip", message: cut(thrown.message) };
  if (isAssertionError(thrown)) {
    return { outcome: "fail", message: cut(lookLast(thrown.message)), ...expectedAndObserved(thrown) };
  }
  return { outcome: "unknown", message: cut(lookLast(describeThrown(thrown))) };
}

interface AssertionLike extends Error {
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly showDiff?: boolean;
}

/**
 * Recognizes the assertion errors of chai and node:assert by name, not by class: a suite might import a separate copy
 * of chai.
 */
function isAssertionError(thrown: unknown): thrown is AssertionLike {
  return thrown instanceof Error && thrown.name === "AssertionError";
}

function expectedAndObserved(error: AssertionLike): Pick<Classified, "expected" | "observed"> {
  if (error.showDiff === false || !("expected" in error)) return {};
  return { expected: show(error.expected), observed: show(error.actual) };
}

function show(value: unknown): string {
  if (typeof value === "string") return cut(value);
  return cut(inspect(value, { depth: 6, breakLength: 100, maxArrayLength: 60, sorted: true }));
}

/**
 * Describes what a check threw, with the line of the suite, because an unexpected error is a defect in the suite. The
 * message of `unknown(why)` is written for the reader and needs no line.
 */
function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `the check threw ${inspect(thrown)}`;
  if (thrown.name === "UnknownError") return describeError(thrown);
  const where = thrown.stack?.split("\n").find((line) => line.includes(".suite.ts"));
  return `${thrown.name}: ${describeError(thrown)}${where === undefined ? "" : ` (${where.trim()})`}`;
}

function cut(text: string): string {
  return text.length <= longestChars ? text : `${text.slice(0, longestChars)}… (${text.length} characters)`;
}
