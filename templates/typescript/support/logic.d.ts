import type { Walk } from "./schema.js";
/** What a condition compares. Whole numbers and decimals are exact: a decimal counts its last places. */
export type Operand = boolean | bigint | number | string | readonly unknown[] | null;
/** Whether something holds; null is unknown. */
export type Truth = boolean | null;
/** A condition on the members of an object. */
export interface Check {
    readonly code: string;
    readonly message: string;
    /** The member it is about, where it is about one. */
    readonly at: string;
    readonly reads: readonly Field[];
    readonly holds: (...values: Operand[]) => Operand;
}
/** A member that a condition reads. */
export interface Field {
    readonly key: string;
    readonly read: (value: never) => Operand;
    /** What stands for a key that was left out; nothing where nobody knows what it will be. */
    readonly absent: Operand | undefined;
}
/** A condition. */
export declare function check(code: string, message: string, at: string, reads: readonly Field[], holds: (...values: Operand[]) => Operand): Check;
/** A member that a condition reads. */
export declare function field(key: string, read: (value: never) => Operand, absent?: Operand): Field;
/** Notes the conditions that do not hold. */
export declare function judge(object: Readonly<Record<string, unknown>>, checks: readonly Check[], walk: Walk): void;
/** Flags, words, texts and lists are compared as they are. */
export declare function asIs(value: Operand): Operand;
/** A whole number. */
export declare function asInteger(value: number | string): bigint;
/** A decimal, in its `scale`-th places. */
export declare function asDecimal(scale: number): (value: number | string) => bigint;
/** Dates and times are compared in microseconds. */
export declare function asDate(value: string): Operand;
/** A time of day. */
export declare function asTime(value: string): Operand;
/** A date and time without a zone. */
export declare function asLocal(value: string): Operand;
/** An instant. */
export declare function asTimestamp(value: string): Operand;
/** A span of time. */
export declare function asDuration(value: string): Operand;
/** A UUID, whose letters have no case. */
export declare function asUuid(value: string): Operand;
/** An address, whichever way it is written. */
export declare function asInet(value: string): Operand;
/** Which row of which kind. */
export declare function asArc(value: {
    readonly kind: string;
    readonly id: unknown;
}): Operand;
/** Holds where all do; fails where one fails. */
export declare function and(...terms: readonly Operand[]): Truth;
/** Holds where one does; fails where all fail. */
export declare function or(...terms: readonly Operand[]): Truth;
/** The opposite; of unknown, unknown. */
export declare function not(term: Operand): Truth;
/** Whether there is nothing. */
export declare function isNull(value: Operand): boolean;
/** Whether two values are equal. */
export declare function eq(left: Operand, right: Operand): Truth;
/** Whether the first comes before the second. */
export declare function lt(left: Operand, right: Operand): Truth;
/** Whether the first does not come behind the second. */
export declare function le(left: Operand, right: Operand): Truth;
/** Whether a value is one of these. */
export declare function oneOf(value: Operand, list: readonly Operand[]): Truth;
/** The first that is not null. */
export declare function coalesce(...values: readonly Operand[]): Operand;
/** In lower case, as far as every database agrees on it. */
export declare function lower(value: Operand): Operand;
/** Code points of a text. */
export declare function length(value: Operand): Operand;
/** Items of a list, or bytes in base64. */
export declare function count(value: Operand): Operand;
/** A decimal in finer places. */
export declare function finer(value: Operand, digits: number): Operand;
/** A decimal as a float. */
export declare function asFloat(value: Operand, scale: number): Operand;
/** The negative. */
export declare function negative(value: Operand): Operand;
/** The sum. */
export declare function add(left: Operand, right: Operand): Operand;
/** The difference. */
export declare function subtract(left: Operand, right: Operand): Operand;
/** The product. */
export declare function multiply(left: Operand, right: Operand): Operand;
/** A whole number, as long as 64 bits hold it; nobody knows the others. */
export declare function whole(value: Operand): Operand;
