export { fromBytes, toBytes } from "./bytes.js";
/** An instant as a `Date`, which cuts it to milliseconds: send back the text that came, not this. */
export declare function toDate(timestamp: string): Date;
/** A `Date` as an instant. */
export declare function fromDate(date: Date): string;
/** The day that a `Date` shows on the clock of this machine: `toISOString` would show that of Greenwich. */
export declare function toLocalDate(date: Date): string;
/** A calendar date as midnight on the clock of this machine: `new Date(text)` would be that of Greenwich. */
export declare function fromLocalDate(date: string): Date;
/** A 64-bit integer as a `bigint`. */
export declare function toBigInt(int64: string): bigint;
/** A `bigint` as a 64-bit integer. */
export declare function fromBigInt(number: bigint): string;
/** A decimal as a number, for what may be rounded, such as charts. */
export declare function toNumber(decimal: string): number;
/** A number as a decimal of so many digits behind the point. */
export declare function fromNumber(number: number, scale: number): string;
/** A span of time in milliseconds. */
export declare function toMilliseconds(duration: string): number;
