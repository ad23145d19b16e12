// What is put together of other values: objects, cases that a tag tells apart, lists, references to rows.
import { broken, fault, inside, isTooDeep, rule, schema } from "./schema.js";
import { between, text } from "./scalars.js";
import { judge } from "./logic.js";
/** A key that must be there. */
export function required(item, stem, codes) {
    return { item, optional: false, stem, codes, otherwise: undefined };
}
/** A key that may be left out; then a record means `otherwise`. */
export function optional(item, stem, codes, otherwise) {
    return { item, optional: true, stem, codes, otherwise };
}
/** A value, or null. */
export function nullable(item) {
    return { check: item.check, canonical: item.canonical, nullable: true };
}
/** An object with always the same keys. */
export function object(strict, members, checks) {
    const fields = once(() => members());
    const conditions = once(checks ?? (() => []));
    const check = (value, walk) => {
        if (!isObject(value, walk))
            return;
        const before = walk.faults;
        checkMembers(value, fields(), walk);
        checkKeys(value, [fields()], walk);
        if (walk.faults === before)
            judge(value, conditions(), walk);
    };
    return schema({ check, canonical: (value) => canonicalMembers(value, fields()) }, strict);
}
/** An object of which at least one key is there: a patch that changes nothing was meant otherwise. */
export function patch(strict, members, checks) {
    const whole = object(strict, members, checks);
    const check = (value, walk) => {
        const before = walk.issues.length;
        whole.check(value, walk);
        const isFine = walk.issues.length === before;
        if (isFine && Object.values(value).every((member) => member === undefined)) {
            broken(walk, "empty", "must change something", "");
        }
    };
    return schema({ ...whole, check }, strict);
}
/** An object whose keys depend on a tag. */
export function tagged(strict, tag, cases, checks) {
    const words = cases;
    const conditions = once(checks ?? (() => []));
    const fields = (word) => words[word]?.();
    const check = (value, walk) => {
        if (!isObject(value, walk))
            return;
        const before = walk.faults;
        const word = own(value, tag);
        if (word === undefined)
            return fault(walk, "is missing", "missing", tag);
        if (typeof word !== "string")
            return fault(walk, "expected a string", "type", tag);
        if (!Object.hasOwn(words, word))
            return fault(walk, expected(Object.keys(words)), "type", tag);
        const members = fields(word);
        checkMembers(value, members, walk);
        checkKeys(value, [members, { [tag]: undefined }], walk);
        if (walk.faults === before)
            judge(value, conditions(), walk);
    };
    const form = (value) => {
        const word = String(own(value, tag));
        return { [tag]: word, ...canonicalMembers(value, fields(word)) };
    };
    return schema({ check, canonical: form }, strict);
}
/** `{ kind, id }`: names one row of one of several kinds. */
export function arc(ids) {
    const kinds = ids;
    const check = (value, walk) => {
        if (!isObject(value, walk))
            return;
        const kind = own(value, "kind");
        if (kind === undefined)
            return fault(walk, "is missing", "missing", "kind");
        if (typeof kind !== "string")
            return fault(walk, "expected a string", "type", "kind");
        const item = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
        if (item === undefined)
            return fault(walk, expected(Object.keys(kinds)), "type", "kind");
        const id = own(value, "id");
        if (id === undefined)
            return fault(walk, "is missing", "missing", "id");
        inside(walk, "id", () => item.check(id, walk));
        checkKeys(value, [{ kind, id }], walk);
    };
    const form = (value) => {
        const item = kinds[value.kind];
        return { kind: value.kind, id: item === undefined ? value.id : canonical(item, value.id) };
    };
    return { check, canonical: form };
}
/** A list of so many items. */
export function list(item, min, max) {
    const check = (value, walk) => {
        if (!Array.isArray(value))
            return fault(walk, "expected an array");
        if (isTooDeep(walk))
            return;
        const count = between(value.length, min, max);
        if (count !== undefined)
            rule(walk, "length", "must have " + count + " items");
        value.forEach((element, at) => inside(walk, at, () => item.check(element, walk)));
    };
    const form = (value) => value.map((element) => canonical(item, element));
    return { check, canonical: form };
}
/** Some items of a longer list, and under the key `cursor` where the next ones begin. */
export function page(item, cursor) {
    const next = nullable(text());
    return object(false, () => ({ items: required(list(item), ""), [cursor]: required(next, "") }));
}
/** The one form of a valid value that digests are made of. */
export function canonical(item, value) {
    return value === null || item.canonical === undefined ? value : item.canonical(value);
}
function isObject(value, walk) {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
        return !isTooDeep(walk);
    fault(walk, "expected an object");
    return false;
}
/** A member of the object itself: `constructor` of an empty object is none. */
function own(object, key) {
    return Object.hasOwn(object, key) ? object[key] : undefined;
}
function checkMembers(object, fields, walk) {
    for (const [key, member] of Object.entries(fields)) {
        const value = own(object, key);
        if (value === undefined) {
            if (!member.optional)
                fault(walk, "is missing", "missing", key);
        }
        else if (value !== null || member.item.nullable !== true) {
            const { stem, codes } = walk;
            walk.stem = member.stem;
            walk.codes = member.codes;
            inside(walk, key, () => member.item.check(value, walk));
            walk.stem = stem;
            walk.codes = codes;
        }
    }
}
function checkKeys(object, known, walk) {
    if (!walk.strict)
        return;
    for (const key of Object.keys(object)) {
        const isKnown = object[key] === undefined || known.some((fields) => Object.hasOwn(fields, key));
        if (!isKnown)
            fault(walk, "is unknown here", "unknown", key);
    }
}
/** Keys without a value are left out, so that a key that came later changes no digest. */
function canonicalMembers(object, fields) {
    const found = Object.entries(fields).map(([key, member]) => {
        const value = own(object, key);
        return [key, canonical(member.item, value === undefined ? (member.otherwise ?? null) : value)];
    });
    return Object.fromEntries(found.filter(([, value]) => value !== null));
}
/** Which words there are. */
export function expected(words) {
    return "expected one of: " + words.join(", ");
}
function once(make) {
    let made;
    return () => (made ??= { value: make() }).value;
}
