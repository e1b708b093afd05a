import { inspect } from "node:util";
import { describeError } from "../base/errors.ts";
import { lookLast } from "../run-folder/look-at.ts";
import type { CheckResult } from "../verdict/check.ts";
import { SkipError } from "./skip.ts";

const longestChars = 4_000;

export type Classified = Pick<CheckResult, "outcome" | "message" | "expected" | "observed">;

/** What a check came to, from what its body threw: only a failed assertion is a fail, only a skip a skip. */
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

/** chai's and node:assert's both go by this name; a suite may bring a chai of its own, so not by instance. */
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

/** A defect in a suite is found by its stack; `unknown(why)` is meant for the reader and needs none. */
function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `the check threw ${inspect(thrown)}`;
  if (thrown.name === "UnknownError") return describeError(thrown);
  const where = thrown.stack?.split("\n").find((line) => line.includes(".suite.ts"));
  return `${thrown.name}: ${describeError(thrown)}${where === undefined ? "" : ` (${where.trim()})`}`;
}

function cut(text: string): string {
  return text.length <= longestChars ? text : `${text.slice(0, longestChars)}… (${text.length} characters)`;
}
