//! An off-the-shelf client with the map of operations, against a real server that checks with the validators.

use driftless_tests::node;

use crate::outputs::World;
use crate::package::Package;

/// What a program that uses the package is compiled with.
pub(crate) const OPTIONS: &str = r#"{
  "compilerOptions": {
    "target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "module": "nodenext", "moduleResolution": "nodenext",
    "types": [], "rootDir": ".", "outDir": "built", "strict": true, "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true, "noPropertyAccessFromIndexSignature": true, "verbatimModuleSyntax": true,
    "isolatedModules": true, "erasableSyntaxOnly": true, "skipLibCheck": false
  },
  "include": ["*.ts"]
}
"#;

const CLIENT: &str = r#"
import createClient from "openapi-fetch-0-16";
import type { Book, BookCreate, BookId, paths, ShelfId } from "@example/library";
import * as schemas from "@example/library/validate";

export async function run(baseUrl: string): Promise<string[]> {
    const said: string[] = [];
    const client = createClient<paths>({ baseUrl });
    const sent: BookCreate = { isbn: "9783161484100", title: "Emma 🦊", copies: "9007199254740993", notes: [{ text: "x" }] };
    const made = await client.POST("/books", { body: sent });
    const book: Book = schemas.parse(schemas.Book, made.data);
    said.push(`made ${book.title} ${book.copies} ${book.genre}`);
    const id: BookId = book.id;
    const read = await client.GET("/books/{id}", { params: { path: { id } } });
    said.push(`read ${schemas.isValid(schemas.Book, read.data)} ${read.data?.title}`);
    const page = await client.GET("/books", { params: { query: { limit: 2 } } });
    const found = schemas.parse(schemas.page(schemas.Book), page.data);
    said.push(`found ${found.items.length} ${found.next_cursor}`);
    const changed = await client.PATCH("/books/{id}", { params: { path: { id } }, body: { price: null } });
    said.push(`changed ${changed.data?.price}`);
    const wrong: BookCreate = { isbn: "1", title: "" };
    const refused = await client.POST("/books", { body: wrong });
    for (const problem of refused.error?.errors ?? []) said.push(`${problem.pointer} ${problem.code}`);
    const wished = await client.POST("/books/{id}/wishes", {
        params: { path: { id }, query: { at: "desk" } },
        body: { about: { kind: "shelf", id: "A1" as ShelfId } },
    });
    said.push(`wished ${wished.response.status}`);
    return said;
}
"#;

const SERVER: &str = r#"
import { createServer } from "node:http";
import * as schemas from "@example/library/validate";
import { run } from "./built/client.js";
const id = "01936f7c-3b5a-7c4e-9d21-5f8a6b7c8d9e";
const rest = {
  genre: "a word that came later", price: "12.50", weight: null, rare: false, added_at: "2024-01-01T00:00:00Z", opened_at: null,
  published: null, reads_in: null, story_hour: null, cover: null, checksum: null, meaning: null, extra: null, tags: null,
  shelf_code: null, isbn10: null, "@type": null, later: 1,
};
let book;
function answer(method, path, body) {
  if (path.endsWith("/wishes")) return schemas.isValid(schemas.strict(schemas.Wish), body) ? [200, { loan: {}, books: null }] : [422, {}];
  if (method === "GET") return path === "/books" ? [200, { items: [book], next_cursor: null }] : [200, book];
  const result = schemas.validate(method === "POST" ? schemas.BookCreate : schemas.BookPatch, body);
  if (result.issues) {
    const errors = result.issues.map(({ pointer, code, message }) => ({ pointer, code, detail: message }));
    return [422, { type: "about:blank", title: "Refused", status: 422, errors }];
  }
  book = { id, ...rest, ...book, ...result.value };
  return [method === "POST" ? 201 : 200, book];
}
const server = createServer(async (request, response) => {
  let text = "";
  for await (const part of request) text += part;
  const [status, body] = answer(request.method, request.url.split("?")[0], text === "" ? undefined : JSON.parse(text));
  response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(body));
});
server.listen(0, "127.0.0.1", async () => {
  const said = await run(`http://127.0.0.1:${server.address().port}`);
  console.log(said.join("\n"));
  server.close();
});
"#;

#[test]
fn a_client_and_a_server_understand_each_other() {
    let package = Package::of(&World::of(("tests/tests/typescript/library.toml", "")).typescript());
    package.link("@example/library");
    for (name, text) in [
        ("tsconfig.json", OPTIONS),
        ("package.json", "{ \"type\": \"module\" }"),
        ("client.ts", CLIENT),
        ("server.mjs", SERVER),
    ] {
        package.add(&format!("use/{name}"), text);
    }
    let folder = package.folder().join("use");
    node::tsc7(&folder, &["-p", ".", "--noEmit"]).passed();
    node::tsc5(&folder, &["-p", "."]).passed();
    let said = node::run(&folder, &["server.mjs"]).passed();
    let expected = [
        "made Emma 🦊 9007199254740993 a word that came later",
        "read true Emma 🦊",
        "found 1 null",
        "changed null",
        "/isbn books_isbn_pattern_check",
        "/title books_title_length_check",
        "wished 200",
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}
