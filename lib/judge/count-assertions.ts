import { Assertion } from "chai";

let made = 0;

/**
 * Starts to count every assertion that suites make through chai. All styles of chai call `Assertion.prototype.assert`.
 */
export function countAssertions(): void {
  // oxlint-disable-next-line typescript/unbound-method -- `apply` below binds it
  const original = Assertion.prototype.assert;
  Assertion.prototype.assert = function counted(...args: Parameters<typeof original>): void {
    made += 1;
    original.apply(this, args);
  };
}

/** Returns the number of assertions made since the last call. */
export function takeAssertionCount(): number {
  const taken = made;
  made = 0;
  return taken;
}
