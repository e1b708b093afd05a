import { Assertion } from "chai";

let made = 0;

/** Counts every assertion that suites make through chai from now on (all of its styles end in this one method). */
export function countAssertions(): void {
  // oxlint-disable-next-line typescript/unbound-method -- `apply` below binds it
  const original = Assertion.prototype.assert;
  Assertion.prototype.assert = function counted(...args: Parameters<typeof original>): void {
    made += 1;
    original.apply(this, args);
  };
}

/** How many assertions were made since the last call. */
export function takeAssertionCount(): number {
  const taken = made;
  made = 0;
  return taken;
}
