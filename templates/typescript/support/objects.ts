// What is put together of other values: objects, cases that a tag tells apart, lists, references to rows.

import { broken, fault, inside, isTooDeep, rule, schema } from "./schema.ts";
import { between, text } from "./scalars.ts";
import type { Check } from "./logic.ts";
import { judge } from "./logic.ts";
import type { Codes, Item, Schema, Untyped, Walk } from "./schema.ts";

/** One key of an object, whatever its type. */
interface Field {
  readonly item: Untyped;
  readonly optional: boolean;
  readonly stem: string;
  readonly codes: Codes | undefined;
  /** What a record means by leaving the key out. */
  readonly otherwise: unknown;
}

/** One key of an object. */
export interface Member<in out T, Optional extends boolean> extends Field {
  readonly item: Item<T>;
  readonly optional: Optional;
}

/**
 * The keys of an object: exactly those of its interface, each of exactly its type. An `Item` takes its type in and gives
 * it out, so that neither a wider nor a narrower one fits.
 */
export type Members<T> = { readonly [K in keyof T]-?: MemberOf<T, K> };

type MemberOf<T, K extends keyof T> = {} extends Pick<T, K>
  ? Member<Exclude<T[K], undefined>, true>
  : Member<T[K], false>;

/** The keys of each case, the tag left out. */
export type Cases<T, Tag extends keyof T> = {
  readonly [Word in Exclude<T[Tag], undefined> & string]: () => CaseOf<Extract<T, { readonly [K in Tag]?: Word }>, Tag>;
};

type CaseOf<T, Tag> = { readonly [K in keyof T as K extends Tag ? never : K]-?: MemberOf<T, K> };

type Fields = Readonly<Record<string, Field>>;

/** A key that must be there. */
export function required<T>(item: Item<T>, stem: string, codes?: Codes): Member<T, false> {
  return { item, optional: false, stem, codes, otherwise: undefined };
}

/** A key that may be left out; then a record means `otherwise`. */
export function optional<T>(item: Item<T>, stem: string, codes?: Codes, otherwise?: unknown): Member<T, true> {
  return { item, optional: true, stem, codes, otherwise };
}

/** A value, or null. */
export function nullable<T>(item: Item<T>): Item<T | null> {
  return { check: item.check, canonical: item.canonical, nullable: true };
}

/** An object with always the same keys. */
export function object<T>(strict: boolean, members: () => Members<T>, checks?: () => readonly Check[]): Schema<T> {
  const fields = once(() => members() as unknown as Fields);
  const conditions = once(checks ?? (() => []));
  const check = (value: unknown, walk: Walk): void => {
    if (!isObject(value, walk)) return;
    const before = walk.faults;
    checkMembers(value, fields(), walk);
    checkKeys(value, [fields()], walk);
    if (walk.faults === before) judge(value, conditions(), walk);
  };
  return schema<T>({ check, canonical: (value) => canonicalMembers(value, fields()) }, strict);
}

/** An object of which at least one key is there: a patch that changes nothing was meant otherwise. */
export function patch<T>(strict: boolean, members: () => Members<T>, checks?: () => readonly Check[]): Schema<T> {
  const whole = object(strict, members, checks);
  const check = (value: unknown, walk: Walk): void => {
    const before = walk.issues.length;
    whole.check(value, walk);
    const isFine = walk.issues.length === before;
    if (isFine && Object.values(value as object).every((member) => member === undefined)) {
      broken(walk, "empty", "must change something", "");
    }
  };
  return schema<T>({ ...whole, check }, strict);
}

/** An object whose keys depend on a tag. */
export function tagged<T, Tag extends keyof T & string>(
  strict: boolean,
  tag: Tag,
  cases: Cases<T, Tag>,
  checks?: () => readonly Check[],
): Schema<T> {
  const words = cases as Readonly<Record<string, () => unknown>>;
  const conditions = once(checks ?? (() => []));
  const fields = (word: string): Fields => words[word]?.() as Fields;
  const check = (value: unknown, walk: Walk): void => {
    if (!isObject(value, walk)) return;
    const before = walk.faults;
    const word = own(value, tag);
    if (word === undefined) return fault(walk, "is missing", "missing", tag);
    if (typeof word !== "string") return fault(walk, "expected a string", "type", tag);
    if (!Object.hasOwn(words, word)) return fault(walk, expected(Object.keys(words)), "type", tag);
    const members = fields(word);
    checkMembers(value, members, walk);
    checkKeys(value, [members, { [tag]: undefined }], walk);
    if (walk.faults === before) judge(value, conditions(), walk);
  };
  const form = (value: Record<string, unknown>): unknown => {
    const word = String(own(value, tag));
    return { [tag]: word, ...canonicalMembers(value, fields(word)) };
  };
  return schema<T>({ check, canonical: form }, strict);
}

/** `{ kind, id }`: names one row of one of several kinds. */
export function arc<T extends { readonly kind: string; readonly id: unknown }>(ids: {
  readonly [Kind in T["kind"]]: Item<Extract<T, { readonly kind: Kind }>["id"]>;
}): Item<T> {
  const kinds = ids as Readonly<Record<string, Untyped>>;
  const check = (value: unknown, walk: Walk): void => {
    if (!isObject(value, walk)) return;
    const kind = own(value, "kind");
    if (kind === undefined) return fault(walk, "is missing", "missing", "kind");
    if (typeof kind !== "string") return fault(walk, "expected a string", "type", "kind");
    const item = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (item === undefined) return fault(walk, expected(Object.keys(kinds)), "type", "kind");
    const id = own(value, "id");
    if (id === undefined) return fault(walk, "is missing", "missing", "id");
    inside(walk, "id", () => item.check(id, walk));
    checkKeys(value, [{ kind, id }], walk);
  };
  const form = (value: { readonly kind: string; readonly id: unknown }): unknown => {
    const item = kinds[value.kind];
    return { kind: value.kind, id: item === undefined ? value.id : canonical(item, value.id) };
  };
  return { check, canonical: form };
}

/** A list of so many items. */
export function list<T>(item: Item<T>, min?: number, max?: number): Item<readonly T[]> {
  const check = (value: unknown, walk: Walk): void => {
    if (!Array.isArray(value)) return fault(walk, "expected an array");
    if (isTooDeep(walk)) return;
    const count = between(value.length, min, max);
    if (count !== undefined) rule(walk, "length", "must have " + count + " items");
    value.forEach((element, at) => inside(walk, at, () => item.check(element, walk)));
  };
  const form = (value: readonly unknown[]): unknown => value.map((element) => canonical(item, element));
  return { check, canonical: form };
}

/** Some items of a longer list, and under the key `cursor` where the next ones begin. */
export function page<P extends { readonly items: readonly unknown[] }>(item: Item<P["items"][number]>, cursor: string): Schema<P> {
  const next = nullable(text());
  return object<P>(false, () => ({ items: required(list(item), ""), [cursor]: required(next, "") }) as unknown as Members<P>);
}

/** The one form of a valid value that digests are made of. */
export function canonical(item: Untyped, value: unknown): unknown {
  return value === null || item.canonical === undefined ? value : item.canonical(value as never);
}

function isObject(value: unknown, walk: Walk): value is Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return !isTooDeep(walk);
  fault(walk, "expected an object");
  return false;
}

/** A member of the object itself: `constructor` of an empty object is none. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function checkMembers(object: Record<string, unknown>, fields: Fields, walk: Walk): void {
  for (const [key, member] of Object.entries(fields)) {
    const value = own(object, key);
    if (value === undefined) {
      if (!member.optional) fault(walk, "is missing", "missing", key);
    } else if (value !== null || member.item.nullable !== true) {
      const { stem, codes } = walk;
      walk.stem = member.stem;
      walk.codes = member.codes;
      inside(walk, key, () => member.item.check(value, walk));
      walk.stem = stem;
      walk.codes = codes;
    }
  }
}

function checkKeys(object: Record<string, unknown>, known: readonly Readonly<Record<string, unknown>>[], walk: Walk): void {
  if (!walk.strict) return;
  for (const key of Object.keys(object)) {
    const isKnown = object[key] === undefined || known.some((fields) => Object.hasOwn(fields, key));
    if (!isKnown) fault(walk, "is unknown here", "unknown", key);
  }
}

/** Keys without a value are left out, so that a key that came later changes no digest. */
function canonicalMembers(object: Readonly<Record<string, unknown>>, fields: Fields): Record<string, unknown> {
  const found = Object.entries(fields).map(([key, member]) => {
    const value = own(object, key);
    return [key, canonical(member.item, value === undefined ? (member.otherwise ?? null) : value)] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value !== null));
}

/** Which words there are. */
export function expected(words: readonly string[]): string {
  return "expected one of: " + words.join(", ");
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
