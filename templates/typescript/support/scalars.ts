// One function per kind of single value: its form on the wire, and what narrows it. `T` is never guessed from where a value
// stands: only who names it gets another type than the plain one.

import { byteCount, isBase64 } from "./bytes.ts";
import { digitsOf, inOneForm, int64Of, isDecimal, scaled } from "./numbers.ts";
import { fault, inside, isTooDeep, rule } from "./schema.ts";
import type { Item, Walk } from "./schema.ts";

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
export function text<T = string>(limits: TextLimits = {}): Item<NoInfer<T>> {
  return texts(limits, (value) => (value.includes("\0") ? NUL : undefined));
}

/** An e-mail address: one `@`, behind it a point between two words, no blanks. */
export function email<T = string>(limits: TextLimits = {}): Item<NoInfer<T>> {
  return address(limits, isEmail, 320, "must be an e-mail address");
}

/** A URL: a scheme, a colon, no blanks. */
export function url<T = string>(limits: TextLimits = {}): Item<NoInfer<T>> {
  const form = pattern("^[A-Za-z][A-Za-z0-9+.-]*:[^\\p{White_Space}]+$");
  return address(limits, (value) => form().test(value), 2048, "must be a URL");
}

/** A semantic version: `1.10.0-rc.1+build.7`. */
export function semver<T = string>(limits: TextLimits = {}): Item<NoInfer<T>> {
  const number = "(0|[1-9][0-9]*)";
  const names = "[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*";
  const form = pattern(`^${number}\\.${number}\\.${number}(-${names})?(\\+${names})?$`);
  return texts(limits, (value) => (form().test(value) ? undefined : "must be a semantic version"));
}

/** One of these words. */
export function words<const T extends readonly string[]>(list: T): Item<T[number]> {
  const check = (value: unknown, walk: Walk): void => {
    if (!isText(value, walk)) return;
    // A word that came later must not break an older client.
    if (walk.strict && !list.includes(value)) fault(walk, "expected one of: " + list.join(", "));
  };
  return { check };
}

/** True or false. */
export function bool(): Item<boolean> {
  return { check: (value, walk) => void (typeof value === "boolean" || fault(walk, "expected true or false")) };
}

/** A number of 64 bits. */
export function float<T = number>(min?: number, max?: number): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    if (typeof value !== "number" || !Number.isFinite(value)) return fault(walk, "expected a number");
    range(walk, between(value, min, max));
  };
  return { check };
}

/** A whole number of so many bits. */
export function integer<T = number>(bits: 16 | 32, min?: number, max?: number): Item<NoInfer<T>> {
  const end = 2 ** (bits - 1);
  const check = (value: unknown, walk: Walk): void => {
    if (typeof value !== "number" || !Number.isInteger(value)) return fault(walk, "expected a whole number");
    if (value < -end || value >= end) return fault(walk, `expected a ${bits}-bit integer`);
    range(walk, between(value, min, max));
  };
  return { check };
}

/** A whole number of 64 bits that travels as a string. */
export function int64<T = string>(min?: bigint, max?: bigint): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    const number = typeof value === "string" ? int64Of(value) : undefined;
    if (number === undefined) return fault(walk, "expected a 64-bit integer as a string");
    range(walk, between(number, min, max));
  };
  return { check, canonical: (value) => BigInt(value).toString() };
}

/** A whole number of 64 bits that travels as a number. */
export function safeInteger<T = number>(min?: number, max?: number): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    if (typeof value !== "number" || !Number.isInteger(value)) return fault(walk, "expected a whole number");
    if (!Number.isSafeInteger(value)) return fault(walk, "expected an integer within 2^53");
    range(walk, between(value, min, max));
  };
  return { check };
}

/** An exact decimal that travels as a string: so many digits, so many of them behind the point. */
export function decimal<T = string>(precision: number, scale: number, min?: string, max?: string): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    const isNumber = typeof value === "string" && isDecimal(value) && digitsOf(value).fits;
    if (!isNumber) return fault(walk, "expected a decimal number as a string");
    digits(value, precision, scale, min, max, walk);
  };
  // There is one zero.
  const form = (value: string): string => (digitsOf(value).isZero ? value.replace("-", "") : value);
  return { check, canonical: form };
}

/** An exact decimal that travels as a number. */
export function decimalNumber<T = number>(precision: number, scale: number, min?: string, max?: string): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    const plain = typeof value === "number" && Number.isFinite(value) ? inOneForm(value) : undefined;
    if (plain === undefined || !digitsOf(plain).fits) return fault(walk, "expected a decimal number");
    digits(plain, precision, scale, min, max, walk);
  };
  return { check };
}

/** A UUID with hyphens. */
export function uuid<T = string>(): Item<NoInfer<T>> {
  const form = pattern("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "iu");
  const item = formed<T>((value) => form().test(value), "expected a UUID with hyphens");
  return { ...item, canonical: (value: string) => value.toLowerCase() };
}

/** A SHA-256 in lower-case hexadecimal. */
export function sha256<T = string>(): Item<NoInfer<T>> {
  const form = pattern("^[0-9a-f]{64}$");
  return formed((value) => form().test(value), "expected 64 lower-case hexadecimal digits");
}

/** Bytes in base64 with padding: at least and at most so many. */
export function bytes<T = string>(min?: number, max?: number): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    if (!isText(value, walk)) return;
    if (!isBase64(value)) return fault(walk, "expected base64 with padding");
    const count = between(byteCount(value), min, max);
    if (count !== undefined) rule(walk, "length", "must have " + count + " bytes");
  };
  return { check };
}

/** So many numbers of 32 bits. */
export function vector<T = readonly number[]>(dimensions: number): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    if (!Array.isArray(value)) return fault(walk, "expected an array");
    const isNumber = (item: unknown): boolean => typeof item === "number" && Number.isFinite(Math.fround(item));
    value.forEach((item, at) => isNumber(item) || fault(walk, "expected a 32-bit number", "type", at));
    if (value.length !== dimensions) rule(walk, "", `must be ${dimensions} finite numbers`);
  };
  return { check, canonical: (value: readonly number[]) => value.map(shortest) };
}

/** Any JSON but null. */
export function json<T = unknown>(): Item<NoInfer<T>> {
  const check = (value: unknown, walk: Walk): void => {
    if (value === null) return fault(walk, "must not be null");
    if (hasNul(value, walk)) rule(walk, "", NUL);
  };
  return { check };
}

/** A text of a form. */
export function formed<T>(fits: (value: string) => boolean, message: string): Item<T> {
  return { check: (value, walk) => void (isText(value, walk) && (fits(value) || fault(walk, message))) };
}

/** A pattern, compiled when it is first needed. Its whole text must match. */
export function pattern(text: string, flags: string = "u"): () => RegExp {
  let form: RegExp | undefined;
  return () => (form ??= new RegExp(text, flags));
}

/** Whether a value is text that every program can store: half a character is none. */
export function isText(value: unknown, walk: Walk): value is string {
  if (typeof value === "string" && !HALF().test(value)) return true;
  fault(walk, "expected a string");
  return false;
}

/** Characters, where JavaScript counts some of them twice. */
export function codePoints(value: string): number {
  return value.length - (value.match(ASTRAL())?.length ?? 0);
}

/** What lies between two ends, in words, unless a value does. */
export function between<N extends number | bigint>(value: N, min?: N, max?: N): string | undefined {
  const isBelow = min !== undefined && value < min;
  const isAbove = max !== undefined && value > max;
  return isBelow || isAbove ? ends(min, max) : undefined;
}

/** Two ends in words. */
export function ends(min: unknown, max: unknown): string | undefined {
  if (min === undefined) return max === undefined ? undefined : `at most ${max}`;
  if (max === undefined) return `at least ${min}`;
  return min === max ? `exactly ${min}` : `${min} to ${max}`;
}

const NUL = "must not contain the character NUL";
const HALF = /* @__PURE__ */ pattern("\\p{Surrogate}");
const ASTRAL = /* @__PURE__ */ pattern("[\\u{10000}-\\u{10ffff}]", "gu");
const BLANK = /* @__PURE__ */ pattern("\\p{White_Space}");

function range(walk: Walk, limits: string | undefined): void {
  if (limits !== undefined) rule(walk, "range", "must be " + limits);
}

function texts<T>(limits: TextLimits, misfit: (value: string) => string | undefined): Item<T> {
  const form = limits.pattern === undefined ? undefined : pattern(limits.form ?? limits.pattern);
  const check = (value: unknown, walk: Walk): void => {
    if (!isText(value, walk)) return;
    const message = misfit(value);
    if (message !== undefined) rule(walk, "", message);
    const count = between(codePoints(value), limits.min, limits.max);
    if (count !== undefined) rule(walk, "length", "must have " + count + " characters");
    if (form !== undefined && !form().test(value)) rule(walk, "pattern", "must match " + limits.pattern);
  };
  return { check };
}

function address<T>(limits: TextLimits, fits: (value: string) => boolean, most: number, message: string): Item<T> {
  const plain = text<T>(limits);
  const check = (value: unknown, walk: Walk): void => {
    plain.check(value, walk);
    const misfits = typeof value === "string" && (codePoints(value) > most || !fits(value));
    if (misfits) rule(walk, "", message);
  };
  return { check };
}

/** Parted by hand: a pattern that could end in many places would try all of them. */
function isEmail(value: string): boolean {
  const at = value.indexOf("@");
  const point = value.lastIndexOf(".");
  const isParted = at > 0 && point > at + 1 && point < value.length - 1;
  return isParted && !value.includes("@", at + 1) && !BLANK().test(value);
}

function digits(value: string, precision: number, scale: number, min: string | undefined, max: string | undefined, walk: Walk): void {
  const { whole, fraction } = digitsOf(value);
  if (fraction > scale || whole > precision - scale) {
    rule(walk, "", `must have at most ${precision - scale} digits before and ${scale} behind the point`);
  }
  const at = (limit: string | undefined): bigint | undefined => (limit === undefined ? undefined : scaled(limit, SCALE));
  if (between(scaled(value, SCALE), at(min), at(max)) !== undefined) range(walk, ends(min, max));
}

/** More digits behind the point than any decimal has. */
const SCALE = 64;

function hasNul(value: unknown, walk: Walk): boolean {
  if (typeof value === "string") {
    if (HALF().test(value)) fault(walk, "expected a string");
    return value.includes("\0");
  }
  if (typeof value !== "object" || value === null || isTooDeep(walk)) return false;
  const found = Object.entries(value).map(([key, inner]) => {
    let is = hasNul(key, walk);
    inside(walk, key, () => void (is = hasNul(inner, walk) || is));
    return is;
  });
  return found.includes(true);
}

/** The shortest digits that mean the same number of 32 bits. */
function shortest(value: number): number {
  const narrow = Math.fround(value);
  for (let count = 1; count <= 9; count += 1) {
    const candidate = Number(narrow.toPrecision(count));
    if (Math.fround(candidate) === narrow) return candidate;
  }
  return narrow;
}
