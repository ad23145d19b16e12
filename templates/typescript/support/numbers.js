// Exact numbers as text: what they look like, and how they are compared.
/** Digits, optionally with a sign, a point and more digits: no blanks, no `+`, no leading zeros. */
export function isDecimal(text) {
    return DECIMAL.test(text);
}
const DECIMAL = /* @__PURE__ */ new RegExp("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$", "u");
/** A whole number of 64 bits, or nothing where the text is none. */
export function int64Of(text) {
    if (text.length > 20 || !isDecimal(text) || text.includes("."))
        return undefined;
    const number = BigInt(text);
    return BigInt.asIntN(64, number) === number ? number : undefined;
}
/** Looks at the digits of a decimal. */
export function digitsOf(text) {
    const [whole = "", fraction = ""] = text.replace("-", "").split(".");
    // Nobody counts the digits of what is far too long.
    const all = whole.length > 29 || fraction.length > 28 ? 1n << 96n : BigInt(whole + fraction);
    const fits = all < 1n << 96n;
    return { whole: whole === "0" ? 0 : whole.length, fraction: fraction.length, fits, isZero: all === 0n };
}
/** A decimal as a whole number of its `scale`-th places. */
export function scaled(text, scale) {
    const [whole = "", fraction = ""] = text.split(".");
    const digits = fraction.slice(0, scale).padEnd(scale, "0");
    return BigInt(whole.replace("-", "") + digits) * (text.startsWith("-") ? -1n : 1n);
}
/** A number without an exponent. */
export function inOneForm(value) {
    const [mantissa = "", exponent = "0"] = String(value).split("e");
    const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
    const point = whole.length + Number(exponent);
    const digits = (whole + fraction).padEnd(point, "0").padStart(whole.length + fraction.length - Math.min(point - 1, 0), "0");
    const at = Math.max(point, 1);
    const rest = digits.slice(at);
    return (value < 0 ? "-" : "") + digits.slice(0, at) + (rest === "" ? "" : "." + rest);
}
