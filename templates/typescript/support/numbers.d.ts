/** Digits, optionally with a sign, a point and more digits: no blanks, no `+`, no leading zeros. */
export declare function isDecimal(text: string): boolean;
/** How many digits stand on each side of the point, and whether 96 bits hold all of them. */
export declare function digitsOf(text: string): {
    readonly whole: number;
    readonly fraction: number;
    readonly fits: boolean;
};
/** A decimal as a whole number of its `scale`-th places. */
export declare function scaled(text: string, scale: number): bigint;
/** A number without an exponent. */
export declare function inOneForm(value: number): string;
