// What a validator is: it walks through a value, notes each rule that is broken, and changes nothing.
/** Deeper documents are refused: readers of JSON end somewhere. */
const DEEPEST = 127;
function pointer(path) {
    return path.map((segment) => "/" + String(segment).replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}
function note(walk, code, message, path) {
    walk.issues.push({ message, path, pointer: pointer(path), code });
}
/** Notes that a value is none of its type. */
export function fault(walk, message, code = "type", ...inside) {
    walk.faults += 1;
    note(walk, code, message, [...walk.path, ...inside]);
}
/** Notes that a value breaks a rule; `aspect` is the word for the rule in its name. */
export function rule(walk, aspect, message) {
    const words = [walk.stem, aspect, "check"].filter((word) => word !== "");
    note(walk, walk.codes?.[aspect] ?? words.join("_"), message, [...walk.path]);
}
/** Notes that a condition on several members does not hold. */
export function broken(walk, code, message, at) {
    note(walk, code, message, at === "" ? [...walk.path] : [...walk.path, at]);
}
/** Goes one step into a value. */
export function inside(walk, segment, look) {
    walk.path.push(segment);
    look();
    walk.path.pop();
}
/** Whether a value is too deep inside another one. */
export function isTooDeep(walk) {
    if (walk.path.length < DEEPEST)
        return false;
    fault(walk, "is nested too deep");
    return true;
}
/** A validator over an item. */
export function schema(item, strict) {
    const validate = (value) => {
        const walk = { strict, path: [], issues: [], faults: 0, stem: "", codes: undefined };
        if (value !== null || item.nullable !== true)
            item.check(value, walk);
        return walk.issues.length === 0 ? { value: value } : { issues: walk.issues };
    };
    return { ...item, strict, "~standard": { version: 1, vendor: "driftless", validate } };
}
/** The same, refusing keys and words that nobody knows: for what a client sends. */
export function strict(of) {
    return schema(of, true);
}
/** The same, letting keys and words through that came later: for what a service answers. */
export function tolerant(of) {
    return schema(of, false);
}
/** The value with its type, or what is wrong with it. */
export function validate(of, value) {
    return of["~standard"].validate(value);
}
/** Everything that is wrong with a value. */
export function issues(of, value) {
    return of["~standard"].validate(value).issues ?? [];
}
/** Whether a value is valid. */
export function isValid(of, value) {
    return of["~standard"].validate(value).issues === undefined;
}
/** A value that is not what it should be. */
export class ValidationError extends Error {
    /** Everything that is wrong with it. */
    issues;
    constructor(issues) {
        super(issues.map((issue) => (issue.pointer === "" ? "" : issue.pointer + ": ") + issue.message).join("; "));
        this.name = "ValidationError";
        this.issues = issues;
    }
}
/** The value with its type; throws a `ValidationError` where it is not valid. */
export function parse(of, value) {
    const result = of["~standard"].validate(value);
    if (result.issues !== undefined)
        throw new ValidationError(result.issues);
    return result.value;
}
