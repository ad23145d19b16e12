import type { Item } from "./schema.js";
/** A calendar date. */
export declare function localDate<T = string>(min?: string, max?: string): Item<NoInfer<T>>;
/** A time of day. */
export declare function localTime<T = string>(min?: string, max?: string): Item<NoInfer<T>>;
/** A date and time without a zone. */
export declare function localDateTime<T = string>(min?: string, max?: string): Item<NoInfer<T>>;
/** An instant. */
export declare function timestamp<T = string>(min?: string, max?: string): Item<NoInfer<T>>;
/** A span of time. */
export declare function duration<T = string>(min?: string, max?: string): Item<NoInfer<T>>;
/** An IPv4 or IPv6 address. */
export declare function inet<T = string>(): Item<NoInfer<T>>;
/** Microseconds since 1970, or nothing where the text is no date. */
export declare function dateOf(text: string): bigint | undefined;
/** Microseconds since midnight. */
export declare function timeOf(text: string): bigint | undefined;
/** Microseconds since 1970, whatever the zone. */
export declare function localOf(text: string): bigint | undefined;
/** Microseconds since 1970. */
export declare function timestampOf(text: string): bigint | undefined;
/** Microseconds. */
export declare function durationOf(text: string): bigint | undefined;
/** The numbers that an address is made of: four of 8 bits, or eight of 16. */
export declare function inetOf(text: string): readonly number[] | undefined;
/** Microseconds since 1970 as a date. */
export declare function writeDate(micros: bigint): string;
/** Microseconds since midnight as a time of day. */
export declare function writeTime(micros: bigint): string;
/** Microseconds since 1970 as a date and time. */
export declare function writeLocal(micros: bigint): string;
/** Microseconds as a span. */
export declare function writeDuration(micros: bigint): string;
