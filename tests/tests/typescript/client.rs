//! The map of operations is what openapi-fetch takes.

use driftless_tests::node;

use crate::emitted::Package;

/// Every program begins with a client.
fn client(package: &str) -> String {
    format!(
        r#"
import createClient from "{package}";
import type {{ Book, BookId, Page, paths, Problem, Receipt, ShelfId }} from "@example/library";

export const client = createClient<paths>({{ baseUrl: "https://example.com" }});
declare const id: BookId;
export type Used = [Book, Page<Book>, Problem, Receipt, ShelfId];
"#
    )
}

/// What a client sends.
const SENT: &str = r#"
export async function send(): Promise<void> {
    await client.GET("/books", { params: { query: { isbn: "9783161484100", limit: 10 } } });
    await client.POST("/books", { body: { isbn: "9783161484100", title: "x" }, params: { header: { "Idempotency-Key": "k" } } });
    await client.PATCH("/books/{id}", { params: { path: { id }, header: { "If-Match": "\"1\"" } }, body: { price: null } });
    await client.DELETE("/books/{id}", { params: { path: { id } } });
    await client.PUT("/books/{id}/scan", { params: { path: { id } }, body: new Uint8Array(), bodySerializer: (body) => body });
}

export async function refuse(): Promise<void> {
    // @ts-expect-error no such path
    await client.GET("/bookz");
    // @ts-expect-error loans are only ever added
    await client.PATCH("/loans/{id}", { params: { path: { id } }, body: {} });
    // @ts-expect-error the path needs its key
    await client.GET("/books/{id}");
    // @ts-expect-error a title has to be given
    await client.POST("/books", { body: { isbn: "9783161484100" } });
    // @ts-expect-error a wish says where
    await client.POST("/books/{id}/wishes", { params: { path: { id } }, body: { about: { kind: "book", id } } });
    // @ts-expect-error no such filter
    await client.GET("/books", { params: { query: { titel: "x" } } });
    // @ts-expect-error a shelf is no book
    await client.GET("/books/{id}", { params: { path: { id: "A1" as ShelfId } } });
}
"#;

/// What a client is answered.
const ANSWERED: &str = r#"
export async function read(): Promise<Book | undefined> {
    const { data, error } = await client.GET("/books/{id}", { params: { path: { id } } });
    const problem: Problem | undefined = error;
    void problem;
    return data;
}

export async function list(): Promise<readonly Book[]> {
    const { data } = await client.GET("/books");
    const page: Page<Book> | undefined = data;
    return page?.items ?? [];
}

export async function wish(): Promise<Receipt | undefined> {
    const { data } = await client.POST("/books/{id}/wishes", {
        params: { path: { id }, query: { at: "desk" } },
        body: { about: { kind: "shelf", id: "A1" as ShelfId } },
    });
    return data;
}
"#;

fn accepts(program: &str) {
    let package = Package::of(include_str!("library.toml"));
    // The client stands one folder up, where the compilers look after the program's own folder.
    node::link_packages(package.folder());
    package.accepts_with("@example/library", program);
}

#[test]
fn a_typed_client_needs_nothing_but_the_paths() {
    accepts(&format!("{}{SENT}{ANSWERED}", client("openapi-fetch-0-16")));
}

/// Version 0.17 takes read-only lists and branded ids apart in what it answers (openapi-typescript issues 2615 and
/// 2765); what is sent is as strict as before.
#[test]
fn the_newest_client_sends_what_the_paths_say() {
    accepts(&format!("{}{SENT}", client("openapi-fetch")));
}
