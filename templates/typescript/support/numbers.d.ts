/** Digits, optionally with a sign, a point and more digits: no blanks, no `+`, no leading zeros. */
export declare function isDecimal(text: string): boolean;
/** A whole number of 64 bits, or nothing where the text is none. */
export declare function int64Of(text: string): bigint | undefined;
/** What there is to know about the digits of a decimal. */
export interface Digits {
    /** How many stand before the point. */
    readonly whole: number;
    /** How many stand behind it. */
    readonly fraction: number;
    /** Whether 96 bits hold all of them. */
    readonly fits: boolean;
    readonly isZero: boolean;
}
/** Looks at the digits of a decimal. */
export declare function digitsOf(text: string): Digits;
/** A decimal as a whole number of its `scale`-th places. */
export declare function scaled(text: string, scale: number): bigint;
/** A number without an exponent. */
export declare function inOneForm(value: number): string;
