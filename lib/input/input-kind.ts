import { usageError } from "../base/errors.ts";
import { isObject, type Json } from "../base/json.ts";
import { type InputKind, inputFlags, inputKinds, inputNames } from "./known-kinds.ts";
import { otherKinds } from "./other-kinds.ts";
import { ownKinds } from "./own-kinds.ts";

export interface RecognisedInput {
  readonly kind: InputKind | "other";
  /** The name of the file's kind, such as "a Kubernetes ConfigMap". */
  readonly is: string;
  /** The evidence, such as "it has kind: ConfigMap". */
  readonly evidence: string;
  /** Advice to the user about such a file. */
  readonly instead: string;
}

/**
 * Returns what a parsed file is if it is not of the `wanted` kind; undefined if it is, or if nothing identifies it.
 * Evidence for the wanted kind is checked first, because Loki's config and the chart share some section names.
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
 * Throws usageError if the file is of another kind than wanted. The message names both kinds, the hint says what to do.
 */
export function refuseOtherKind(value: Json, wanted: InputKind, name: string): void {
  const other = recogniseOther(value, wanted);
  if (other === undefined) return;
  throw usageError(`${name}: expected ${inputNames[wanted]}, but this is ${other.is}: ${other.evidence}`, {
    code: "OTHER_KIND",
    hint: other.instead,
  });
}
