import { InvalidArgumentError } from "commander";

/** Both ends belong to the range. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Parses a whole number in plain digits; "1e3", "0x10", "1.0" and " 1" are refused, as they are mostly slips. */
export function wholeNumber({ from, to }: Range): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a whole number from ${from} to ${to}.`);
  };
}

/** Parses a number in plain digits, with a decimal point if it needs one. */
export function decimalNumber({ from, to }: Range): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`expected a number from ${from} to ${to}.`);
  };
}
