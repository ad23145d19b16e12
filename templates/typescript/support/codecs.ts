// From the texts of the wire to values that programs compute with, and back. The types of the package keep the texts.

import { writeDate, writeLocal, durationOf, timestampOf } from "./times.ts";
import { digitsOf, int64Of, isDecimal } from "./numbers.ts";

export { fromBytes, toBytes } from "./bytes.ts";

/** An instant as a `Date`, which cuts it to milliseconds: send back the text that came, not this. */
export function toDate(timestamp: string): Date {
  const micros = timestampOf(timestamp);
  if (micros === undefined) throw new RangeError("expected a time as in 2024-02-29T23:59:59.5Z");
  return new Date(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n));
}

/** A `Date` as an instant. */
export function fromDate(date: Date): string {
  return writeLocal(BigInt(date.getTime()) * 1000n) + "Z";
}

/** The day that a `Date` shows on the clock of this machine: `toISOString` would show that of Greenwich. */
export function toLocalDate(date: Date): string {
  const day = new Date(0);
  day.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  return writeDate(BigInt(day.getTime()) * 1000n);
}

/** A calendar date as midnight on the clock of this machine: `new Date(text)` would be that of Greenwich. */
export function fromLocalDate(date: string): Date {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const midnight = new Date(2000, 0, 1);
  midnight.setFullYear(year, month - 1, day);
  return midnight;
}

/** A 64-bit integer as a `bigint`. */
export function toBigInt(int64: string): bigint {
  const number = int64Of(int64);
  if (number === undefined) throw new RangeError("expected a 64-bit integer as a string");
  return number;
}

/** A `bigint` as a 64-bit integer. */
export function fromBigInt(number: bigint): string {
  if (BigInt.asIntN(64, number) !== number) throw new RangeError("expected at most 64 bits");
  return number.toString();
}

/** A decimal as a number, for what may be rounded, such as charts. */
export function toNumber(decimal: string): number {
  if (!isDecimal(decimal)) throw new RangeError("expected a decimal number as a string");
  return Number(decimal);
}

/** A number as a decimal of so many digits behind the point. */
export function fromNumber(number: number, scale: number): string {
  const text = number.toFixed(scale);
  if (!isDecimal(text) || !digitsOf(text).fits) throw new RangeError("expected a number that a decimal holds");
  return text;
}

/** A span of time in milliseconds. */
export function toMilliseconds(duration: string): number {
  const micros = durationOf(duration);
  if (micros === undefined) throw new RangeError("expected a duration as in PT3600.5S");
  return Number(micros) / 1000;
}
