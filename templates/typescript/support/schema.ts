// What a validator is: it walks through a value, notes each rule that is broken, and changes nothing.

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
export type Result<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

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
    readonly types?: { readonly input: T; readonly output: T } | undefined;
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

/** Deeper documents are refused: readers of JSON end somewhere. */
const DEEPEST = 127;

function pointer(path: readonly Segment[]): string {
  return path.map((segment) => "/" + String(segment).replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}

function note(walk: Walk, code: string, message: string, path: readonly Segment[]): void {
  walk.issues.push({ message, path, pointer: pointer(path), code });
}

/** Notes that a value is none of its type. */
export function fault(walk: Walk, message: string, code: string = "type", ...inside: Segment[]): void {
  walk.faults += 1;
  note(walk, code, message, [...walk.path, ...inside]);
}

/** Notes that a value breaks a rule; `aspect` is the word for the rule in its name. */
export function rule(walk: Walk, aspect: string, message: string): void {
  const words = [walk.stem, aspect, "check"].filter((word) => word !== "");
  note(walk, walk.codes?.[aspect] ?? words.join("_"), message, [...walk.path]);
}

/** Notes that a condition on several members does not hold. */
export function broken(walk: Walk, code: string, message: string, at: string): void {
  note(walk, code, message, at === "" ? [...walk.path] : [...walk.path, at]);
}

/** Goes one step into a value. */
export function inside(walk: Walk, segment: Segment, look: () => void): void {
  walk.path.push(segment);
  look();
  walk.path.pop();
}

/** Whether a value is too deep inside another one. */
export function isTooDeep(walk: Walk): boolean {
  if (walk.path.length < DEEPEST) return false;
  fault(walk, "is nested too deep");
  return true;
}

/** A validator over an item. */
export function schema<T>(item: Item<T>, strict: boolean): Schema<T> {
  const validate = (value: unknown): Result<T> => {
    const walk: Walk = { strict, path: [], issues: [], faults: 0, stem: "", codes: undefined };
    if (value !== null || item.nullable !== true) item.check(value, walk);
    return walk.issues.length === 0 ? { value: value as T } : { issues: walk.issues };
  };
  return { ...item, strict, "~standard": { version: 1, vendor: "driftless", validate } };
}

/** The same, refusing keys and words that nobody knows: for what a client sends. */
export function strict<T>(of: Schema<T>): Schema<T> {
  return schema(of, true);
}

/** The same, letting keys and words through that came later: for what a service answers. */
export function tolerant<T>(of: Schema<T>): Schema<T> {
  return schema(of, false);
}

/** The value with its type, or what is wrong with it. */
export function validate<T>(of: Schema<T>, value: unknown): Result<T> {
  return of["~standard"].validate(value);
}

/** Everything that is wrong with a value. */
export function issues<T>(of: Schema<T>, value: unknown): readonly Issue[] {
  return of["~standard"].validate(value).issues ?? [];
}

/** Whether a value is valid. */
export function isValid<T>(of: Schema<T>, value: unknown): value is T {
  return of["~standard"].validate(value).issues === undefined;
}

/** A value that is not what it should be. */
export class ValidationError extends Error {
  /** Everything that is wrong with it. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => (issue.pointer === "" ? "" : issue.pointer + ": ") + issue.message).join("; "));
    this.name = "ValidationError";
    this.issues = issues;
  }
}

/** The value with its type; throws a `ValidationError` where it is not valid. */
export function parse<T>(of: Schema<T>, value: unknown): T {
  const result = of["~standard"].validate(value);
  if (result.issues !== undefined) throw new ValidationError(result.issues);
  return result.value;
}
