import { usageError } from "../base/errors.ts";
import { isObject, type Json } from "../base/json.ts";
import { type InputKind, inputFlags, inputKinds, inputNames } from "./known-kinds.ts";
import { otherKinds } from "./other-kinds.ts";
import { ownKinds } from "./own-kinds.ts";

export interface RecognisedInput {
  readonly kind: InputKind | "other";
  /** The name of the input file's kind, such as "a Kubernetes ConfigMap". */
  readonly is: string;
  /** The evidence that an input file is of a kind, such as "it has kind: ConfigMap". */
  readonly evidence: string;
  /** Advice to a user who passed a file of the wrong kind. */
  readonly instead: string;
}

/**
 * Identifies a parsed file that is not of the `wanted` kind. Returns undefined if the file is of the wanted kind, or if
 * nothing identifies its kind. Evidence for the wanted kind is checked first, because Loki's config and the chart share
 * some section names.
 */
export function recogniseOther(value: Json, wanted: InputKind): RecognisedInput | undefined {
  if (!isObject(value)) return undefined;
  const isWanted = ownKinds[wanted](value) !== undefined;
  for (const { is, evidence, instead, unlessWanted } of otherKinds) {
    const found = isWanted && unlessWanted?.includes(wanted) ? undefined : evidence(value);
    if (found !== undefined)
      return { kind: "other", is: is(value), evidence: found, instead: instead(value, wanted) };
  }
  if (isWanted) return undefined;
  for (const kind of inputKinds) {
    const evidence = ownKinds[kind](value);
    if (evidence === undefined) continue;
    return { kind, is: inputNames[kind], evidence, instead: `give it as what it is: ${inputFlags[kind]}` };
  }
  return undefined;
}

/**
 * Throws usageError if a file is recognised as a different kind of input than `wanted`, such as chart values instead of
 * a Loki config. The message names both kinds; the hint says what to do.
 */
export function refuseOtherKind(value: Json, wanted: InputKind, name: string): void {
  const other = recogniseOther(value, wanted);
  if (other === undefined) return;
  throw usageError(`${name}: expected ${inputNames[wanted]}, but this is ${other.is}: ${other.evidence}`, {
    code: "OTHER_KIND",
    hint: other.instead,
  });
}
