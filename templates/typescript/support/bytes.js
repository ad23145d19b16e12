// Base64, the one form of bytes on the wire.
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Whether a text is base64 with padding, in the one form that its bytes have: the bits that padding leaves over are zero. */
export function isBase64(text) {
    const padding = paddingOf(text);
    const digits = text.slice(0, text.length - padding);
    const isWhole = text.length % 4 === 0 && !new RegExp("[^A-Za-z0-9+/]", "u").test(digits);
    const over = [0, 3, 15][padding] ?? 0;
    return isWhole && (DIGITS.indexOf(digits.at(-1) ?? "A") & over) === 0;
}
function paddingOf(text) {
    return text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
}
/** How many bytes a valid base64 text stands for. */
export function byteCount(base64) {
    return (base64.length * 3) / 4 - paddingOf(base64);
}
/** The bytes of a valid base64 text. */
export function toBytes(base64) {
    const bytes = new Uint8Array(byteCount(base64));
    let held = 0;
    let bits = 0;
    let at = 0;
    for (const digit of base64.replaceAll("=", "")) {
        held = ((held << 6) | DIGITS.indexOf(digit)) & 0xffffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[at] = (held >> bits) & 0xff;
            at += 1;
        }
    }
    return bytes;
}
/** Bytes as base64 with padding. */
export function fromBytes(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 3) {
        const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
        const held = (first << 16) | (second << 8) | third;
        const digits = [18, 12, 6, 0].map((shift) => DIGITS.charAt((held >> shift) & 63)).join("");
        text += digits.slice(0, Math.min(bytes.length - at, 3) + 1).padEnd(4, "=");
    }
    return text;
}
