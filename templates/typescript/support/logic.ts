// Conditions on several members, with the three-valued logic of SQL: null is unknown, and what is unknown passes.

import { byteCount } from "./bytes.ts";
import { scaled } from "./numbers.ts";
import { codePoints } from "./scalars.ts";
import { broken } from "./schema.ts";
import { dateOf, durationOf, inetOf, localOf, timeOf, timestampOf } from "./times.ts";
import type { Walk } from "./schema.ts";

/** What a condition compares. Whole numbers and decimals are exact: a decimal counts its last places. */
export type Operand = boolean | bigint | number | string | readonly unknown[] | null;

/** Whether something holds; null is unknown. */
export type Truth = boolean | null;

/** A condition on the members of an object. */
export interface Check {
  readonly code: string;
  readonly message: string;
  /** The member it is about, where it is about one. */
  readonly at: string;
  readonly reads: readonly Field[];
  readonly holds: (...values: Operand[]) => Operand;
}

/** A member that a condition reads. */
export interface Field {
  readonly key: string;
  readonly read: (value: never) => Operand;
  /** What stands for a key that was left out; nothing where nobody knows what it will be. */
  readonly absent: Operand | undefined;
}

/** A condition. */
export function check(
  code: string,
  message: string,
  at: string,
  reads: readonly Field[],
  holds: (...values: Operand[]) => Operand,
): Check {
  return { code, message, at, reads, holds };
}

/** A member that a condition reads. */
export function field(key: string, read: (value: never) => Operand, absent?: Operand): Field {
  return { key, read, absent };
}

/** Notes the conditions that do not hold. */
export function judge(object: Readonly<Record<string, unknown>>, checks: readonly Check[], walk: Walk): void {
  for (const { code, message, at, reads, holds } of checks) {
    const values = reads.map(({ key, read, absent }) => {
      const value = Object.hasOwn(object, key) ? object[key] : undefined;
      return value === undefined ? absent : value === null ? null : read(value as never);
    });
    const isKnown = (value: Operand | undefined): value is Operand => value !== undefined;
    if (values.every(isKnown) && holds(...values) === false) broken(walk, code, message, at);
  }
}

/** Flags, words, texts and lists are compared as they are. */
export function asIs(value: Operand): Operand {
  return value;
}

/** A whole number. */
export function asInteger(value: number | string): bigint {
  return BigInt(value);
}

/** A decimal, in its `scale`-th places. */
export function asDecimal(scale: number): (value: number | string) => bigint {
  return (value) => scaled(String(value), scale);
}

/** Dates and times are compared in microseconds. */
export function asDate(value: string): Operand {
  return dateOf(value) ?? null;
}

/** A time of day. */
export function asTime(value: string): Operand {
  return timeOf(value) ?? null;
}

/** A date and time without a zone. */
export function asLocal(value: string): Operand {
  return localOf(value) ?? null;
}

/** An instant. */
export function asTimestamp(value: string): Operand {
  return timestampOf(value) ?? null;
}

/** A span of time. */
export function asDuration(value: string): Operand {
  return durationOf(value) ?? null;
}

/** A UUID, whose letters have no case. */
export function asUuid(value: string): Operand {
  return value.toLowerCase();
}

/** An address, whichever way it is written. */
export function asInet(value: string): Operand {
  const parts = inetOf(value) ?? [];
  return parts.map((part) => part.toString(16).padStart(4, "0")).join(parts.length === 4 ? "." : ":");
}

/** Which row of which kind. */
export function asArc(value: { readonly kind: string; readonly id: unknown }): Operand {
  return `${value.kind}:${String(value.id).toLowerCase()}`;
}

/** Holds where all do; fails where one fails. */
export function and(...terms: readonly Operand[]): Truth {
  return terms.includes(false) ? false : terms.includes(null) ? null : true;
}

/** Holds where one does; fails where all fail. */
export function or(...terms: readonly Operand[]): Truth {
  return terms.includes(true) ? true : terms.includes(null) ? null : false;
}

/** The opposite; of unknown, unknown. */
export function not(term: Operand): Truth {
  return term === null ? null : term === false;
}

/** Whether there is nothing. */
export function isNull(value: Operand): boolean {
  return value === null;
}

/** Whether two values are equal. */
export function eq(left: Operand, right: Operand): Truth {
  return left === null || right === null ? null : left === right;
}

/** Whether the first comes before the second. */
export function lt(left: Operand, right: Operand): Truth {
  return left === null || right === null ? null : left < right;
}

/** Whether the first does not come behind the second. */
export function le(left: Operand, right: Operand): Truth {
  return left === null || right === null ? null : left <= right;
}

/** Whether a value is one of these. */
export function oneOf(value: Operand, list: readonly Operand[]): Truth {
  return value === null ? null : or(...list.map((item) => eq(value, item)));
}

/** The first that is not null. */
export function coalesce(...values: readonly Operand[]): Operand {
  return values.find((value) => value !== null) ?? null;
}

/** In lower case, as far as every database agrees on it. */
export function lower(value: Operand): Operand {
  const letters = (text: string): string => text.replaceAll(capitals(), (letter) => letter.toLowerCase());
  return typeof value === "string" ? letters(value) : null;
}

/** Code points of a text. */
export function length(value: Operand): Operand {
  return typeof value === "string" ? BigInt(codePoints(value)) : null;
}

/** Items of a list, or bytes in base64. */
export function count(value: Operand): Operand {
  if (typeof value === "string") return BigInt(byteCount(value));
  return Array.isArray(value) ? BigInt(value.length) : null;
}

/** A decimal in finer places. */
export function finer(value: Operand, digits: number): Operand {
  return typeof value === "bigint" ? value * 10n ** BigInt(digits) : null;
}

/** A decimal as a float. */
export function asFloat(value: Operand, scale: number): Operand {
  if (typeof value !== "bigint") return value;
  return Number(`${value}e-${scale}`);
}

/** The negative. */
export function negative(value: Operand): Operand {
  return typeof value === "number" || typeof value === "bigint" ? -value : null;
}

/** The sum. */
export function add(left: Operand, right: Operand): Operand {
  if (typeof left === "bigint" && typeof right === "bigint") return left + right;
  return typeof left === "number" && typeof right === "number" ? left + right : null;
}

/** The difference. */
export function subtract(left: Operand, right: Operand): Operand {
  if (typeof left === "bigint" && typeof right === "bigint") return left - right;
  return typeof left === "number" && typeof right === "number" ? left - right : null;
}

/** The product. */
export function multiply(left: Operand, right: Operand): Operand {
  if (typeof left === "bigint" && typeof right === "bigint") return left * right;
  return typeof left === "number" && typeof right === "number" ? left * right : null;
}

/** A whole number, as long as 64 bits hold it; nobody knows the others. */
export function whole(value: Operand): Operand {
  return typeof value === "bigint" && BigInt.asIntN(64, value) !== value ? null : value;
}

const capitals = (): RegExp => new RegExp("[A-Z]", "gu");
