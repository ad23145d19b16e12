/** Whether a text is base64 with padding, in the one form that its bytes have: the bits that padding leaves over are zero. */
export declare function isBase64(text: string): boolean;
/** How many bytes a valid base64 text stands for. */
export declare function byteCount(base64: string): number;
/** The bytes of a valid base64 text. */
export declare function toBytes(base64: string): Uint8Array;
/** Bytes as base64 with padding. */
export declare function fromBytes(bytes: Uint8Array): string;
