/** A step from a value to one inside it: the key of a member, or the place of an item. */
export type Segment = string | number;
/** One thing that is wrong with a value. It never holds the value itself, which may be secret or personal. */
export interface Issue {
    /** What the rule asks for. */
    readonly message: string;
    /** The steps to what is wrong; none for the value as a whole. */
    readonly path: readonly Segment[];
    /** The same as a JSON Pointer. */
    readonly pointer: string;
    /**
     * The rule, stable: named like the database constraint that would refuse the value; `type`, `missing`, `unknown`
     * and `empty` for what never comes near a database.
     */
    readonly code: string;
}
/** The value, or what is wrong with it. */
export type Result<T> = {
    readonly value: T;
    readonly issues?: undefined;
} | {
    readonly issues: readonly Issue[];
};
/** What may stand in one place, whatever the type. */
export interface Untyped {
    /** Notes what is wrong with a value that is neither absent nor null. */
    readonly check: (value: unknown, walk: Walk) => void;
    /** The one form of a valid value that digests are made of; where it is missing, the value is that form. */
    readonly canonical?: ((value: never) => unknown) | undefined;
    /** Whether null is a value too. */
    readonly nullable?: true;
}
/** What may stand in one place. */
export interface Item<in out T> extends Untyped {
    /** Nothing at run time: the type of the values, which goes in and comes out so that only the same type fits. */
    readonly type?: (value: T) => T;
}
/** A validator, as Standard Schema 1 has it. */
export interface Schema<in out T> extends Item<T> {
    /** Whether it refuses keys and words that nobody knows: in what is sent, not in what comes back. */
    readonly strict: boolean;
    /** What libraries look for. */
    readonly "~standard": {
        readonly version: 1;
        readonly vendor: "driftless";
        readonly validate: (value: unknown) => Result<T>;
        readonly types?: {
            readonly input: T;
            readonly output: T;
        } | undefined;
    };
}
/** Names of rules that are too long to be put together. */
export interface Codes {
    readonly [aspect: string]: string;
}
/** One walk through one value. */
export interface Walk {
    readonly strict: boolean;
    readonly path: Segment[];
    readonly issues: Issue[];
    /** How many values could not be read at all. */
    faults: number;
    /** How the rules of the member at hand begin, and those that are named otherwise. */
    stem: string;
    codes: Codes | undefined;
}
/** Notes that a value is none of its type. */
export declare function fault(walk: Walk, message: string, code?: string, ...inside: Segment[]): void;
/** Notes that a value breaks a rule; `aspect` is the word for the rule in its name. */
export declare function rule(walk: Walk, aspect: string, message: string): void;
/** Notes that a condition on several members does not hold. */
export declare function broken(walk: Walk, code: string, message: string, at: string): void;
/** Goes one step into a value. */
export declare function inside(walk: Walk, segment: Segment, look: () => void): void;
/** Whether a value is too deep inside another one. */
export declare function isTooDeep(walk: Walk): boolean;
/** A validator over an item. */
export declare function schema<T>(item: Item<T>, strict: boolean): Schema<T>;
/** The same, refusing keys and words that nobody knows: for what a client sends. */
export declare function strict<T>(of: Schema<T>): Schema<T>;
/** The same, letting keys and words through that came later: for what a service answers. */
export declare function tolerant<T>(of: Schema<T>): Schema<T>;
/** The value with its type, or what is wrong with it. */
export declare function validate<T>(of: Schema<T>, value: unknown): Result<T>;
/** Everything that is wrong with a value. */
export declare function issues<T>(of: Schema<T>, value: unknown): readonly Issue[];
/** Whether a value is valid. */
export declare function isValid<T>(of: Schema<T>, value: unknown): value is T;
/** A value that is not what it should be. */
export declare class ValidationError extends Error {
    /** Everything that is wrong with it. */
    readonly issues: readonly Issue[];
    constructor(issues: readonly Issue[]);
}
/** The value with its type; throws a `ValidationError` where it is not valid. */
export declare function parse<T>(of: Schema<T>, value: unknown): T;
