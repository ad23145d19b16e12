/** How many bytes a valid base64 text stands for. */
export declare function byteCount(base64: string): number;
/** The bytes of a valid base64 text. */
export declare function toBytes(base64: string): Uint8Array;
/** Bytes as base64 with padding. */
export declare function fromBytes(bytes: Uint8Array): string;
