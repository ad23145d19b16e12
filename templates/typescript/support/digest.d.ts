import type { Untyped } from "./schema.js";
/** A value that a digest covers: its key in the content, and what it is. */
export interface Covered {
    /** The key of the member that holds it. */
    readonly member: string;
    /** The key in the content; none where the digest covers this value alone. */
    readonly key: string | undefined;
    readonly item: Untyped;
}
/** Makes the digest of what it covers. */
export type Digest<T> = (content: T) => string;
/** A digest over these values. */
export declare function digest<T>(of: () => readonly Covered[]): Digest<T>;
/** One value that a digest covers. */
export declare function covered(member: string, key: string | undefined, item: Untyped): Covered;
/** JSON as RFC 8785 writes it: keys in the order of their UTF-16, no blanks. */
export declare function canonicalJson(value: unknown): string;
/** SHA-256 of a text in UTF-8, in lower-case hexadecimal; here, because not every place has a platform that does it. */
export declare function sha256Hex(text: string): string;
