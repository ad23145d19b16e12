//! What programs do with validators and codecs: other libraries take them, bundlers leave out what nobody uses.

use driftless_tests::node;

use crate::outputs::{PLATFORM, World};
use crate::package::Package;

fn library() -> Package {
    let package = Package::of(&World::of(("tests/tests/typescript/library.toml", "")).typescript());
    package.link("@example/library");
    package.add("use/package.json", "{ \"type\": \"module\" }");
    package
}

const STANDARD: &str = r#"
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Book, BookCreate } from "@example/library";
import type { Issue, Schema } from "@example/library/support";
import * as schemas from "@example/library/validate";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const standard: StandardSchemaV1<BookCreate> = schemas.BookCreate;
export const same: Equal<StandardSchemaV1.InferOutput<typeof schemas.BookCreate>, BookCreate> = true;
export const read: Equal<StandardSchemaV1.InferOutput<typeof schemas.Book>, Book> = true;
export const strict: Schema<Book> = schemas.strict(schemas.Book);
export const found: readonly Issue[] = schemas.issues(schemas.Book, {});
// @ts-expect-error a shelf is no book
export const wrong: StandardSchemaV1<Book> = schemas.Shelf;
export function title(value: unknown): string {
    // @ts-expect-error nobody looked at it yet
    value.title;
    return schemas.isValid(schemas.Book, value) ? value.title : "";
}
"#;

#[test]
fn other_libraries_take_a_validator_for_a_standard_schema() {
    let package = library();
    package.add("use/standard.ts", STANDARD);
    let options = crate::client::OPTIONS;
    package.add("use/tsconfig.json", options);
    let folder = package.folder().join("use");
    node::tsc5(&folder, &["-p", ".", "--noEmit"]).passed();
    node::tsc7(&folder, &["-p", ".", "--noEmit"]).passed();
}

const CODECS: &str = r#"
process.env.TZ = "America/New_York";
const codecs = await import("@example/library/support");
const thrown = (act) => { try { act(); return false; } catch (error) { return error instanceof RangeError; } };
const said = [
  codecs.toDate("2024-02-29T23:59:59.123999Z").toISOString(),
  codecs.fromDate(new Date(Date.UTC(2024, 1, 29, 23, 59, 59, 120))),
  codecs.toDate("1969-12-31T23:59:59.999999Z").getTime(),
  codecs.toLocalDate(codecs.fromLocalDate("2024-02-29")),
  codecs.fromLocalDate("2024-02-29").getDate(),
  codecs.toLocalDate(codecs.fromLocalDate("0001-01-01")),
  codecs.toBigInt("9223372036854775807") + 0n === 2n ** 63n - 1n,
  codecs.fromBigInt(-(2n ** 63n)),
  codecs.toNumber("12.50"),
  codecs.fromNumber(12.345, 2),
  codecs.toMilliseconds("PT1.5S"),
  codecs.fromBytes(codecs.toBytes("AAH/gA==")),
  [...codecs.toBytes("AAH/gA==")].join(),
  ["toDate", "toBigInt", "toNumber", "toMilliseconds"].every((name) => thrown(() => codecs[name]("x"))),
  thrown(() => codecs.fromBigInt(2n ** 63n)),
  codecs.sha256Hex("abc"),
  codecs.canonicalJson({ b: 1e21, a: [-0, 1e-7, "\u2028é"], "\u{1f98a}": null, "\uffff": 1 }),
];
console.log(said.join("\n"));
"#;

#[test]
fn codecs_lose_nothing_and_ignore_the_zone_of_the_machine() {
    let package = library();
    package.add("use/codecs.mjs", CODECS);
    let said = node::run(&package.folder().join("use"), &["codecs.mjs"]).passed();
    let expected = [
        "2024-02-29T23:59:59.123Z",
        "2024-02-29T23:59:59.12Z",
        "-1",
        "2024-02-29",
        "29",
        "0001-01-01",
        "true",
        "-9223372036854775808",
        "12.5",
        "12.35",
        "1500",
        "AAH/gA==",
        "0,1,255,128",
        "true",
        "true",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "{\"a\":[0,1e-7,\"\u{2028}é\"],\"b\":1e+21,\"🦊\":null,\"\u{ffff}\":1}",
    ];
    assert_eq!(said.lines().collect::<Vec<_>>().join("\n"), expected.join("\n"));
}

const BUNDLE: &str = r#"
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
const { buildSync } = createRequire(import.meta.url)("esbuild");
const size = (contents) => {
  const built = buildSync({ stdin: { contents, resolveDir: process.cwd() }, bundle: true, minify: true, format: "esm", target: "es2022", write: false });
  return [built.outputFiles[0].contents.length, gzipSync(built.outputFiles[0].contents, { level: 9 }).length];
};
const sizes = [
  size(`import { parse, DatasetVersionCreate } from "./typescript/dist/validate.js"; console.log(parse(DatasetVersionCreate, {}))`),
  size(`import * as all from "./typescript/dist/validate.js"; console.log(all)`),
  size(`import { CLASSIFICATION } from "./typescript/dist/datasets.js"; console.log(CLASSIFICATION)`),
];
console.log(JSON.stringify(sizes));
"#;

/// Bytes after the bundler, and after gzip.
#[test]
fn a_bundler_keeps_no_more_than_is_used() {
    let package = Package::of(&World::of(PLATFORM).typescript());
    package.add("bundle.mjs", BUNDLE);
    let said = node::run(package.folder(), &["bundle.mjs"]).passed();
    let sizes: Vec<(usize, usize)> = serde_json::from_str(&said).expect("sizes");
    println!(
        "one validator {:?}, all of them {:?}, words alone {:?}",
        sizes[0], sizes[1], sizes[2]
    );
    assert!(
        sizes[0].0 < 12_000 && sizes[0].1 < 5_000,
        "one validator: {:?}",
        sizes[0]
    );
    assert!(sizes[0].0 * 3 < sizes[1].0, "the others are left out: {sizes:?}");
    assert!(sizes[2].0 < 200, "who needs words gets no validator: {:?}", sizes[2]);
}

const HOSTILE: &str = r#"
import * as is from "@example/library/support";
const deep = () => { let value = []; for (let at = 0; at < 100_000; at += 1) value = [value]; return value; };
const circle = {};
circle.again = circle;
const values = [
  [is.bytes(), "A".repeat(2 ** 24)],
  [is.text({ max: 10 }), "🦊".repeat(2 ** 20)],
  [is.email(), "a@" + "a.".repeat(2 ** 20) + " "],
  [is.url(), "a".repeat(2 ** 20)],
  [is.semver(), "1.0.0-" + "a.".repeat(2 ** 20) + "!"],
  [is.int64(), "9".repeat(2 ** 20)],
  [is.decimal(10, 2), "9".repeat(2 ** 20) + "." + "9".repeat(2 ** 20)],
  [is.duration(), "PT" + "9".repeat(2 ** 20) + "S"],
  [is.timestamp(), "2024-01-01T00:00:00." + "9".repeat(2 ** 20) + "Z"],
  [is.inet(), ":".repeat(2 ** 20)],
  [is.json(), deep()],
  [is.json(), circle],
  [is.list(is.json()), deep()],
];
const begin = performance.now();
const counts = values.map(([item, value]) => is.issues(is.schema(item, true), value).length > 0);
console.log(counts.join(), performance.now() - begin < 10_000);
"#;

/// Nothing that a client sends takes long, or ends the program: the author's own patterns aside.
#[test]
fn long_and_deep_values_are_looked_at_in_no_time() {
    let package = library();
    package.add("use/hostile.mjs", HOSTILE);
    let said = node::run(&package.folder().join("use"), &["hostile.mjs"]).passed();
    let verdicts = "false,true,true,true,true,true,true,true,false,true,true,true,true";
    assert_eq!(said.trim(), format!("{verdicts} true"));
}
