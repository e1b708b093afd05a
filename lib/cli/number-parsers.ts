import { InvalidArgumentError } from "commander";

/** An inclusive range of numbers. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns a parser for a whole number in plain digits. The parser refuses "1e3", "0x10", "1.0" and " 1", because they
 * are usually typing errors.
 */
export function wholeNumber({ from, to }: Range): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a whole number from ${from} to ${to}.`);
  };
}

/** Returns a parser for a number in plain digits, with an optional decimal part. */
export function decimalNumber({ from, to }: Range): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a number from ${from} to ${to}.`);
  };
}
