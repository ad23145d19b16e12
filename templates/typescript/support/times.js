// Times and addresses: forms that are read, compared as numbers, and written in one way.
import { ends, formed, pattern } from "./scalars.js";
import { fault, rule } from "./schema.js";
import { isDecimal, scaled } from "./numbers.js";
const DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})";
const CLOCK = "([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?";
const date = /* @__PURE__ */ pattern(`^${DATE}$`);
const clock = /* @__PURE__ */ pattern(`^${CLOCK}$`);
const local = /* @__PURE__ */ pattern(`^${DATE}T${CLOCK}$`);
const group = /* @__PURE__ */ pattern("^[0-9a-f]{1,4}$", "iu");
const zeros = /* @__PURE__ */ pattern("0+$");
const instant = /* @__PURE__ */ pattern(`^${DATE}[Tt]${CLOCK}(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$`);
const SECOND = 1000000n;
const DAY = 86400n * SECOND;
/** A calendar date. */
export function localDate(min, max) {
    return time(dateOf, writeDate, min, max, "expected a date as in 2024-02-29", true);
}
/** A time of day. */
export function localTime(min, max) {
    return time(timeOf, writeTime, min, max, "expected a time as in 23:59:59.5", false);
}
/** A date and time without a zone. */
export function localDateTime(min, max) {
    return time(localOf, writeLocal, min, max, "expected a local time as in 2024-02-29T23:59:59.5", true);
}
/** An instant. */
export function timestamp(min, max) {
    const write = (micros) => writeLocal(micros) + "Z";
    return time(timestampOf, write, min, max, "expected a time as in 2024-02-29T23:59:59.5Z", true);
}
/** A span of time. */
export function duration(min, max) {
    const message = "must be " + ends(min, max);
    return time(durationOf, writeDuration, min, max, "expected a duration as in PT3600.5S", false, message);
}
/** An IPv4 or IPv6 address. */
export function inet() {
    return {
        ...formed((value) => inetOf(value) !== undefined, "expected an IP address"),
        canonical: (value) => writeInet(value),
    };
}
/** Microseconds since 1970, or nothing where the text is no date. */
export function dateOf(text) {
    const found = date().exec(text);
    return found === null ? undefined : day(found[1], found[2], found[3]);
}
/** Microseconds since midnight. */
export function timeOf(text) {
    const found = clock().exec(text);
    return found === null ? undefined : micros(found[1], found[2], found[3], found[4]);
}
/** Microseconds since 1970, whatever the zone. */
export function localOf(text) {
    const found = local().exec(text);
    if (found === null)
        return undefined;
    return sum(day(found[1], found[2], found[3]), micros(found[4], found[5], found[6], found[7]));
}
/** Microseconds since 1970. */
export function timestampOf(text) {
    const found = instant().exec(text);
    if (found === null)
        return undefined;
    const offset = micros(found[9] ?? "00", found[10] ?? "00", "00", undefined);
    const ahead = offset === undefined ? undefined : found[8] === "-" ? offset : -offset;
    return sum(sum(day(found[1], found[2], found[3]), micros(found[4], found[5], found[6], found[7])), ahead);
}
/** Microseconds. */
export function durationOf(text) {
    const sign = text.startsWith("-") ? "-" : "";
    const number = text.slice(sign.length + 2, -1);
    if (text !== `${sign}PT${number}S` || number.startsWith("-") || !isDecimal(number))
        return undefined;
    if (number.length > 20 || (number.split(".")[1] ?? "").length > 6)
        return undefined;
    const found = scaled(sign + number, 6);
    return BigInt.asIntN(64, found) === found ? found : undefined;
}
/** The numbers that an address is made of: four of 8 bits, or eight of 16. */
export function inetOf(text) {
    if (!text.includes(":"))
        return quad(text);
    const halves = text.split("::");
    const [head = "", tail] = halves;
    const before = groups(head, tail === undefined);
    const after = tail === undefined ? [] : groups(tail, true);
    if (before === undefined || after === undefined || halves.length > 2)
        return undefined;
    const missing = 8 - before.length - after.length;
    const isWhole = tail === undefined ? missing === 0 : missing > 0;
    return isWhole ? [...before, ...Array(missing).fill(0), ...after] : undefined;
}
/** Microseconds since 1970 as a date. */
export function writeDate(micros) {
    return new Date(Number(micros / 1000n)).toISOString().slice(0, -14);
}
/** Microseconds since midnight as a time of day. */
export function writeTime(micros) {
    return new Date(Number(micros / SECOND) * 1000).toISOString().slice(11, 19) + fraction(micros);
}
/** Microseconds since 1970 as a date and time. */
export function writeLocal(micros) {
    const rest = ((micros % DAY) + DAY) % DAY;
    return `${writeDate(micros - rest)}T${writeTime(rest)}`;
}
/** Microseconds as a span. */
export function writeDuration(micros) {
    const size = micros < 0n ? -micros : micros;
    return `${micros < 0n ? "-" : ""}PT${size / SECOND}${fraction(size)}S`;
}
function time(read, write, min, max, message, hasYear, limits) {
    const least = min === undefined ? undefined : read(min);
    const most = max === undefined ? undefined : read(max);
    const check = (value, walk) => {
        if (typeof value !== "string")
            return fault(walk, "expected a string");
        const found = read(value);
        if (found === undefined)
            return fault(walk, message);
        if (hasYear && (found < FIRST || found > LAST))
            rule(walk, "", "must be in a year from 1 to 9999");
        if (least !== undefined && found < least)
            rule(walk, "range", limits ?? "must be at least " + min);
        if (most !== undefined && found > most)
            rule(walk, "range", limits ?? "must be at most " + max);
    };
    return { check, canonical: (value) => write(read(value) ?? 0n) };
}
/** The first and the last microsecond that four digits of a year can say. */
const FIRST = -719162n * DAY;
const LAST = 2932897n * DAY - 1n;
function day(year = "", month = "", dayOfMonth = "") {
    const found = new Date(0);
    found.setUTCFullYear(Number(year), Number(month) - 1, Number(dayOfMonth));
    const isReal = found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === Number(dayOfMonth);
    return isReal ? BigInt(found.getTime()) * 1000n : undefined;
}
/** Cut to microseconds; a leap second is no time that databases keep. */
function micros(hour = "", minute = "", second = "", rest = "") {
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
        return undefined;
    const seconds = BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second);
    return seconds * SECOND + BigInt(rest.slice(0, 6).padEnd(6, "0"));
}
function sum(left, right) {
    return left === undefined || right === undefined ? undefined : left + right;
}
function fraction(micros) {
    const digits = String(micros % SECOND).padStart(6, "0").replace(zeros(), "");
    return digits === "" ? "" : "." + digits;
}
function quad(text) {
    const parts = text.split(".");
    const isByte = (part) => part.length <= 3 && isDecimal(part) && !part.startsWith("-") && Number(part) < 256;
    return parts.length === 4 && parts.every(isByte) ? parts.map(Number) : undefined;
}
/** Groups between colons; the last two may be written like an IPv4 address. */
function groups(text, isEnd) {
    if (text === "")
        return [];
    const parts = text.split(":");
    const last = parts.at(-1) ?? "";
    const bytes = isEnd && last.includes(".") ? quad(last) : [];
    const hex = last.includes(".") ? parts.slice(0, -1) : parts;
    if (bytes === undefined || (last.includes(".") && !isEnd) || !hex.every((part) => group().test(part)))
        return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    return [...hex.map((part) => Number.parseInt(part, 16)), ...(bytes.length === 4 ? [a * 256 + b, c * 256 + d] : [])];
}
/** As RFC 5952 has it: the longest run of zeros is left out, and an IPv4 address inside stays one. */
function writeInet(text) {
    const parts = inetOf(text) ?? [];
    if (parts.length === 4)
        return parts.join(".");
    const isMapped = parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff;
    if (isMapped)
        return "::ffff:" + parts.slice(6).flatMap((part) => [part >> 8, part & 255]).join(".");
    const hex = (some) => some.map((part) => part.toString(16)).join(":");
    let start = 0;
    let length = 1;
    parts.forEach((_, at) => {
        const end = parts.findIndex((part, place) => place >= at && part !== 0);
        const run = (end === -1 ? parts.length : end) - at;
        if (run > length)
            [start, length] = [at, run];
    });
    return length < 2 ? hex(parts) : `${hex(parts.slice(0, start))}::${hex(parts.slice(start + length))}`;
}
