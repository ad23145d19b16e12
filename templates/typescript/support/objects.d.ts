import type { Check } from "./logic.js";
import type { Codes, Item, Schema, Untyped } from "./schema.js";
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
export type Members<T> = {
    readonly [K in keyof T]-?: MemberOf<T, K>;
};
type MemberOf<T, K extends keyof T> = {} extends Pick<T, K> ? Member<Exclude<T[K], undefined>, true> : Member<T[K], false>;
/** The keys of each case, the tag left out. */
export type Cases<T, Tag extends keyof T> = {
    readonly [Word in Exclude<T[Tag], undefined> & string]: () => CaseOf<Extract<T, {
        readonly [K in Tag]?: Word;
    }>, Tag>;
};
type CaseOf<T, Tag> = {
    readonly [K in keyof T as K extends Tag ? never : K]-?: MemberOf<T, K>;
};
/** A key that must be there. */
export declare function required<T>(item: Item<T>, stem: string, codes?: Codes): Member<T, false>;
/** A key that may be left out; then a record means `otherwise`. */
export declare function optional<T>(item: Item<T>, stem: string, codes?: Codes, otherwise?: unknown): Member<T, true>;
/** A value, or null. */
export declare function nullable<T>(item: Item<T>): Item<T | null>;
/** An object with always the same keys. */
export declare function object<T>(strict: boolean, members: () => Members<T>, checks?: () => readonly Check[]): Schema<T>;
/** An object of which at least one key is there: a patch that changes nothing was meant otherwise. */
export declare function patch<T>(strict: boolean, members: () => Members<T>, checks?: () => readonly Check[]): Schema<T>;
/** An object whose keys depend on a tag. */
export declare function tagged<T, Tag extends keyof T & string>(strict: boolean, tag: Tag, cases: Cases<T, Tag>, checks?: () => readonly Check[]): Schema<T>;
/** `{ kind, id }`: names one row of one of several kinds. */
export declare function arc<T extends {
    readonly kind: string;
    readonly id: unknown;
}>(ids: {
    readonly [Kind in T["kind"]]: Item<Extract<T, {
        readonly kind: Kind;
    }>["id"]>;
}): Item<T>;
/** A list of so many items. */
export declare function list<T>(item: Item<T>, min?: number, max?: number): Item<readonly T[]>;
/** Some items of a longer list, and under the key `cursor` where the next ones begin. */
export declare function page<P extends {
    readonly items: readonly unknown[];
}>(item: Item<P["items"][number]>, cursor: string): Schema<P>;
/** The one form of a valid value that digests are made of. */
export declare function canonical(item: Untyped, value: unknown): unknown;
/** Which words there are. */
export declare function expected(words: readonly string[]): string;
export {};
