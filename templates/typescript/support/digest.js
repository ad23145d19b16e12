// Content digests: SHA-256 over canonical JSON (RFC 8785), the same bytes as every other output makes of the value.
import { canonical } from "./objects.js";
/** A digest over these values. */
export function digest(of) {
    return (content) => {
        const values = content;
        const found = of().map(({ member, key, item }) => [key, canonical(item, values[member] ?? null)]);
        const alone = found.find(([key]) => key === undefined);
        const present = found.filter(([, value]) => value !== null);
        return sha256Hex(canonicalJson(alone === undefined ? Object.fromEntries(present) : alone[1]));
    };
}
/** One value that a digest covers. */
export function covered(member, key, item) {
    return { member, key, item };
}
/** JSON as RFC 8785 writes it: keys in the order of their UTF-16, no blanks. */
export function canonicalJson(value) {
    if (Array.isArray(value))
        return `[${value.map(canonicalJson).join(",")}]`;
    if (typeof value !== "object" || value === null)
        return JSON.stringify(value);
    const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([key, inner]) => JSON.stringify(key) + ":" + canonicalJson(inner)).join(",")}}`;
}
/** SHA-256 of a text in UTF-8, in lower-case hexadecimal; here, because not every place has a platform that does it. */
export function sha256Hex(text) {
    const bytes = utf8(text);
    const { cubes, squares } = roots();
    const words = new Uint32Array((((bytes.length + 8) >> 6) + 1) << 4);
    bytes.forEach((byte, at) => set(words, at >> 2, get(words, at >> 2) | (byte << (24 - (at & 3) * 8))));
    const end = bytes.length >> 2;
    set(words, end, get(words, end) | (0x80 << (24 - (bytes.length & 3) * 8)));
    set(words, words.length - 2, Math.floor(bytes.length / 2 ** 29));
    set(words, words.length - 1, bytes.length << 3);
    const state = Uint32Array.from(squares);
    for (let at = 0; at < words.length; at += 16)
        compress(state, words.subarray(at, at + 16), cubes);
    return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}
function compress(state, block, cubes) {
    const schedule = new Uint32Array(64);
    schedule.set(block);
    for (let at = 16; at < 64; at += 1) {
        const [near, far] = [get(schedule, at - 15), get(schedule, at - 2)];
        const low = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
        const high = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
        set(schedule, at, get(schedule, at - 16) + low + get(schedule, at - 7) + high);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let at = 0; at < 64; at += 1) {
        const choice = (e & f) ^ (~e & g);
        const majority = (a & b) ^ (a & c) ^ (b & c);
        const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + get(cubes, at) + get(schedule, at);
        const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => set(state, at, get(state, at) + word));
}
/** The first 32 bits behind the point of the roots of the first primes, as FIPS 180-4 has them. */
function roots() {
    const primes = [];
    for (let next = 2; primes.length < 64; next += 1) {
        if (primes.every((prime) => next % prime !== 0))
            primes.push(next);
    }
    const bits = (root) => (root - Math.floor(root)) * 2 ** 32;
    const squares = primes.slice(0, 8).map((prime) => bits(Math.sqrt(prime)));
    return { cubes: Uint32Array.from(primes, (prime) => bits(Math.cbrt(prime))), squares: Uint32Array.from(squares) };
}
function utf8(text) {
    const bytes = [];
    for (const character of text) {
        const point = character.codePointAt(0) ?? 0;
        const rest = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        const head = rest === 0 ? 0 : (0xff00 >> (rest + 1)) & 0xff;
        bytes.push(head | (point >> (6 * rest)));
        for (let at = rest - 1; at >= 0; at -= 1)
            bytes.push(0x80 | ((point >> (6 * at)) & 0x3f));
    }
    return bytes;
}
function turn(word, by) {
    return (word >>> by) | (word << (32 - by));
}
function get(words, at) {
    return words[at] ?? 0;
}
function set(words, at, word) {
    words[at] = word;
}
