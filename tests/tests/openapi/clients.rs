//! A client that openapi-typescript makes of the description compiles, and its types say what the rules of the wire say.

use driftless_tests::node;

use crate::description::{Description, write};

const CONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022", "lib": ["es2022", "dom", "dom.iterable"], "module": "nodenext", "moduleResolution": "nodenext",
    "types": [], "rootDir": ".", "noEmit": true, "strict": true, "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true, "verbatimModuleSyntax": true, "skipLibCheck": true
  },
  "files": ["program.ts"]
}
"#;

/// A program compiles against the types of a description; `@ts-expect-error` says what must not.
fn accepts(description: &Description, program: &str) {
    let folder = description.folder().join("client");
    write(&folder.join("tsconfig.json"), CONFIG);
    write(&folder.join("package.json"), "{ \"type\": \"module\" }");
    write(&folder.join("program.ts"), program);
    node::openapi_typescript(&description.path(), &folder.join("schema.d.ts")).passed();
    node::link_packages(&folder);
    node::tsc5(&folder, &["-p", "."]).passed();
}

const PROGRAM: &str = r#"
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];
const client = createClient<paths>({ baseUrl: "https://example.com" });

export const least: Schemas["BookCreate"] = { author_id: "a", title: "Emma", measures: { pages: 474 } };
export const whole: Schemas["BookCreate"] = { ...least, isbn: null, copies: "3", genre: "poetry", tags: ["a"] };
// @ts-expect-error a required member is absent
export const untitled: Schemas["BookCreate"] = { author_id: "a", measures: { pages: 474 } };
// @ts-expect-error a number is rounded on its way
export const counted: Schemas["BookCreate"] = { ...least, copies: 3 };
// @ts-expect-error nobody knows the word
export const dramatic: Schemas["BookCreate"] = { ...least, genre: "drama" };
// @ts-expect-error it is filled in by the service
export const dated: Schemas["BookCreate"] = { ...least, created_at: "2024-01-01T00:00:00Z" };

export const patch: Schemas["BookPatch"] = { isbn: null };
// @ts-expect-error null is no value of it
export const cleared: Schemas["BookPatch"] = { title: null };

export const paper: Schemas["ItemCreate"] = { medium: "paper", book_id: "a", pages: 3 };
// @ts-expect-error the member is another tag's
export const mixed: Schemas["ItemCreate"] = { medium: "paper", book_id: "a", minutes: 3 };

export const loan: Schemas["LoanCreate"] = { subject: { kind: "book", id: "a" }, before: null };
// @ts-expect-error it cannot name an author
export const stranger: Schemas["LoanCreate"] = { subject: { kind: "author", id: "a" } };

export function length(item: Schemas["Item"]): number {
  return item.medium === "audio" ? item.minutes : item.pages;
}

export async function use(): Promise<void> {
  const { data, error } = await client.GET("/books/{id}", { params: { path: { id: "a" } } });
  if (data === undefined) {
    const status: number = error.status;
    console.log(status, error.errors?.[0]?.code);
    return;
  }
  const isbn: string | null = data.isbn;
  const copies: string = data.copies;
  const note: string | null | undefined = data.measures.note;
  console.log(isbn, copies, note);
  // @ts-expect-error a secret is never shown
  console.log(data.lock);
  const page = await client.GET("/books", { params: { query: { limit: 10, author_id: "a" } } });
  const next: string | null | undefined = page.data?.next_cursor;
  const first: Schemas["Book"] | undefined = page.data?.items[0];
  console.log(next, first);
  await client.POST("/books", { body: least });
  await client.PATCH("/books/{id}", { params: { path: { id: "a" }, header: { "If-Match": "x" } }, body: patch });
  // @ts-expect-error the path has a key
  await client.DELETE("/books/{id}", {});
}
"#;

#[test]
fn a_client_of_the_library_compiles() {
    accepts(&Description::of_library(), PROGRAM);
}

#[test]
fn a_client_of_the_library_compiles_in_3_0() {
    accepts(
        &Description::of_library_with("[output.openapi]\nversion = \"3.0\""),
        PROGRAM,
    );
}

#[test]
fn a_client_of_every_schema_of_the_repository_compiles() {
    let schemas = ["architecture_brain", "data_contracts", "deliberation"];
    let schemas = schemas.map(|name| format!("tests/schemas/{name}.toml"));
    for path in schemas.iter().map(String::as_str).chain(["schema.toml"]) {
        let program = "import type { components, paths } from \"./schema.d.ts\";\nexport type All = [components[\"schemas\"], paths];\n";
        accepts(&Description::of_repository(path), program);
    }
}
