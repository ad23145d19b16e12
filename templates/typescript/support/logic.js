// Conditions on several members, with the three-valued logic of SQL: null is unknown, and what is unknown passes.
import { byteCount } from "./bytes.js";
import { scaled } from "./numbers.js";
import { codePoints } from "./scalars.js";
import { broken } from "./schema.js";
import { dateOf, durationOf, inetOf, localOf, timeOf, timestampOf } from "./times.js";
/** A condition. */
export function check(code, message, at, reads, holds) {
    return { code, message, at, reads, holds };
}
/** A member that a condition reads. */
export function field(key, read, absent) {
    return { key, read, absent };
}
/** Notes the conditions that do not hold. */
export function judge(object, checks, walk) {
    for (const { code, message, at, reads, holds } of checks) {
        const values = reads.map(({ key, read, absent }) => {
            const value = Object.hasOwn(object, key) ? object[key] : undefined;
            return value === undefined ? absent : value === null ? null : read(value);
        });
        const isKnown = (value) => value !== undefined;
        if (values.every(isKnown) && holds(...values) === false)
            broken(walk, code, message, at);
    }
}
/** Flags, words, texts and lists are compared as they are. */
export function asIs(value) {
    return value;
}
/** A whole number. */
export function asInteger(value) {
    return BigInt(value);
}
/** A decimal, in its `scale`-th places. */
export function asDecimal(scale) {
    return (value) => scaled(String(value), scale);
}
/** Dates and times are compared in microseconds. */
export function asDate(value) {
    return dateOf(value) ?? null;
}
/** A time of day. */
export function asTime(value) {
    return timeOf(value) ?? null;
}
/** A date and time without a zone. */
export function asLocal(value) {
    return localOf(value) ?? null;
}
/** An instant. */
export function asTimestamp(value) {
    return timestampOf(value) ?? null;
}
/** A span of time. */
export function asDuration(value) {
    return durationOf(value) ?? null;
}
/** A UUID, whose letters have no case. */
export function asUuid(value) {
    return value.toLowerCase();
}
/** An address, whichever way it is written. */
export function asInet(value) {
    const parts = inetOf(value) ?? [];
    return parts.map((part) => part.toString(16).padStart(4, "0")).join(parts.length === 4 ? "." : ":");
}
/** Which row of which kind. */
export function asArc(value) {
    return `${value.kind}:${String(value.id).toLowerCase()}`;
}
/** Holds where all do; fails where one fails. */
export function and(...terms) {
    return terms.includes(false) ? false : terms.includes(null) ? null : true;
}
/** Holds where one does; fails where all fail. */
export function or(...terms) {
    return terms.includes(true) ? true : terms.includes(null) ? null : false;
}
/** The opposite; of unknown, unknown. */
export function not(term) {
    return term === null ? null : term === false;
}
/** Whether there is nothing. */
export function isNull(value) {
    return value === null;
}
/** Whether two values are equal. */
export function eq(left, right) {
    return left === null || right === null ? null : left === right;
}
/** Whether the first comes before the second. */
export function lt(left, right) {
    return left === null || right === null ? null : left < right;
}
/** Whether the first does not come behind the second. */
export function le(left, right) {
    return left === null || right === null ? null : left <= right;
}
/** Whether a value is one of these. */
export function oneOf(value, list) {
    return value === null ? null : or(...list.map((item) => eq(value, item)));
}
/** The first that is not null. */
export function coalesce(...values) {
    return values.find((value) => value !== null) ?? null;
}
/** In lower case, as far as every database agrees on it. */
export function lower(value) {
    const letters = (text) => text.replaceAll(capitals(), (letter) => letter.toLowerCase());
    return typeof value === "string" ? letters(value) : null;
}
/** Code points of a text. */
export function length(value) {
    return typeof value === "string" ? BigInt(codePoints(value)) : null;
}
/** Items of a list, or bytes in base64. */
export function count(value) {
    if (typeof value === "string")
        return BigInt(byteCount(value));
    return Array.isArray(value) ? BigInt(value.length) : null;
}
/** A decimal in finer places. */
export function finer(value, digits) {
    return typeof value === "bigint" ? value * 10n ** BigInt(digits) : null;
}
/** A decimal as a float. */
export function asFloat(value, scale) {
    if (typeof value !== "bigint")
        return value;
    return Number(`${value}e-${scale}`);
}
/** The negative. */
export function negative(value) {
    return typeof value === "number" || typeof value === "bigint" ? -value : null;
}
/** The sum. */
export function add(left, right) {
    if (typeof left === "bigint" && typeof right === "bigint")
        return left + right;
    return typeof left === "number" && typeof right === "number" ? left + right : null;
}
/** The difference. */
export function subtract(left, right) {
    if (typeof left === "bigint" && typeof right === "bigint")
        return left - right;
    return typeof left === "number" && typeof right === "number" ? left - right : null;
}
/** The product. */
export function multiply(left, right) {
    if (typeof left === "bigint" && typeof right === "bigint")
        return left * right;
    return typeof left === "number" && typeof right === "number" ? left * right : null;
}
/** A whole number, as long as 64 bits hold it; nobody knows the others. */
export function whole(value) {
    return typeof value === "bigint" && BigInt.asIntN(64, value) !== value ? null : value;
}
const capitals = () => new RegExp("[A-Z]", "gu");
