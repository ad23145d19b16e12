import type { Item, Walk } from "./schema.js";
/** What a text must satisfy. */
export interface TextLimits {
    /** Code points, at least. */
    readonly min?: number;
    /** Code points, at most. */
    readonly max?: number;
    /** A form that the whole text must have. */
    readonly pattern?: string;
    /** The same, where ECMAScript writes it in another way. */
    readonly form?: string;
}
/** A text of any kind. */
export declare function text<T = string>(limits?: TextLimits): Item<NoInfer<T>>;
/** An e-mail address: one `@`, behind it a point between two words, no blanks. */
export declare function email<T = string>(limits?: TextLimits): Item<NoInfer<T>>;
/** A URL: a scheme, a colon, no blanks. */
export declare function url<T = string>(limits?: TextLimits): Item<NoInfer<T>>;
/** A semantic version: `1.10.0-rc.1+build.7`. */
export declare function semver<T = string>(limits?: TextLimits): Item<NoInfer<T>>;
/** One of these words. */
export declare function words<const T extends readonly string[]>(list: T): Item<T[number]>;
/** True or false. */
export declare function bool(): Item<boolean>;
/** A number of 64 bits. */
export declare function float<T = number>(min?: number, max?: number): Item<NoInfer<T>>;
/** A whole number of so many bits. */
export declare function integer<T = number>(bits: 16 | 32, min?: number, max?: number): Item<NoInfer<T>>;
/** A whole number of 64 bits that travels as a string. */
export declare function int64<T = string>(min?: bigint, max?: bigint): Item<NoInfer<T>>;
/** A whole number of 64 bits that travels as a number. */
export declare function safeInteger<T = number>(min?: number, max?: number): Item<NoInfer<T>>;
/** An exact decimal that travels as a string: so many digits, so many of them behind the point. */
export declare function decimal<T = string>(precision: number, scale: number, min?: string, max?: string): Item<NoInfer<T>>;
/** An exact decimal that travels as a number. */
export declare function decimalNumber<T = number>(precision: number, scale: number, min?: string, max?: string): Item<NoInfer<T>>;
/** A UUID with hyphens. */
export declare function uuid<T = string>(): Item<NoInfer<T>>;
/** A SHA-256 in lower-case hexadecimal. */
export declare function sha256<T = string>(): Item<NoInfer<T>>;
/** Bytes in base64 with padding: at least and at most so many. */
export declare function bytes<T = string>(min?: number, max?: number): Item<NoInfer<T>>;
/** So many numbers of 32 bits. */
export declare function vector<T = readonly number[]>(dimensions: number): Item<NoInfer<T>>;
/** Any JSON but null. */
export declare function json<T = unknown>(): Item<NoInfer<T>>;
/** A text of a form. */
export declare function formed<T>(fits: (value: string) => boolean, message: string): Item<T>;
/** A pattern, compiled when it is first needed. Its whole text must match. */
export declare function pattern(text: string, flags?: string): () => RegExp;
/** Whether a value is text that every program can store: half a character is none. */
export declare function isText(value: unknown, walk: Walk): value is string;
/** Characters, where JavaScript counts some of them twice. */
export declare function codePoints(value: string): number;
/** What lies between two ends, in words, unless a value does. */
export declare function between<N extends number | bigint>(value: N, min?: N, max?: N): string | undefined;
/** Two ends in words. */
export declare function ends(min: unknown, max: unknown): string | undefined;
