import { isObject, type Json, type JsonObject } from "../../base/json.ts";

/** The paths of what `before` has and `after` has not, or has otherwise: the whole block where all of it is gone. */
export function removedPaths(before: JsonObject, after: JsonObject, prefix = ""): string[] {
  return Object.entries(before).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const left = after[key];
    if (isObject(value) && isObject(left)) {
      const whole = Object.keys(value).length > 0 && Object.keys(left).length === 0;
      return whole ? [path] : removedPaths(value, left, path);
    }
    return same(value, left) ? [] : [path];
  });
}

function same(one: Json, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
