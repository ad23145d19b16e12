//! What each construct of the language is in TypeScript: programs that must compile, and lines in them that must not.
//! One run of a compiler reads all of them; its messages name the program.

use crate::emitted::Package;

const LIBRARY: &str = include_str!("library.toml");

/// Values that every program starts from.
const START: &str = r#"
import type { AuthorId, Book, BookCreate, BookId, BookPatch, Copy, CopyCreate, Genre, LoanSubject, Note, Receipt, Wish } from "@example/library";
import type { BookAuthorCreate, ShelfId } from "@example/library/catalog";
import { GENRE, MEDIUM_KIND } from "@example/library/catalog";
declare const book: Book;
declare const copy: Copy;
declare const id: BookId;
"#;

/// Imports that a program does not need are no fault of the package.
const END: &str = r#"
export type Used = [AuthorId, Book, BookCreate, BookId, BookPatch, Copy, CopyCreate, Genre, LoanSubject, Note, Receipt, Wish, BookAuthorCreate, ShelfId];
export const used = [GENRE, MEDIUM_KIND, book, copy, id];
"#;

#[test]
fn the_package_compiles() {
    Package::of(LIBRARY).passes();
}

#[test]
fn programs_compile_and_their_mistakes_do_not() {
    let package = Package::of(LIBRARY);
    package.link("@example/library");
    let programs = PROGRAMS
        .iter()
        .map(|(name, lines)| (*name, format!("{START}\n{lines}\n{END}")));
    package.accepts_all(programs);
}

const PROGRAMS: &[(&str, &str)] = &[
    (
        "a_read_shape_has_every_key_and_changes_none",
        r#"
export const title: string = book.title;
export const price: string | null = book.price;
export const copies: string = book.copies;
export const weight: number | null = book.weight;
export const shelf: ShelfId | null = book.shelf_code;
export const tags: readonly string[] | null = book.tags;
export const meaning: readonly number[] | null = book.meaning;
export const machine: string | null = book["@type"];
// @ts-expect-error what is read does not change
book.title = "x";
// @ts-expect-error nor do its lists
book.notes.push({ text: "x" });
// @ts-expect-error a price may be null
export const bare: string = book.price;
// @ts-expect-error json is unknown until it is looked at
export const extra: string = book.extra;
// @ts-expect-error a secret is never shown
book.pin;
// @ts-expect-error nor is what is internal
book.rating;
"#,
    ),
    (
        "what_is_sent_leaves_out_what_has_a_default",
        r#"
export const least: BookCreate = { isbn: "9783161484100", title: "x" };
export const most: BookCreate = {
    isbn: "9783161484100", title: "x", genre: "non fiction", price: "12.50", copies: "3", weight: 0.5, rare: true,
    opened_at: "2024-01-01T10:00:00", published: "2024-02-29", reads_in: "PT3600S", story_hour: "10:00:00", cover: "AA==",
    checksum: "0".repeat(64), meaning: [1, 2, 3], extra: { any: ["thing"] }, notes: [{ text: "x", tone: null, marks: [1] }],
    tags: null, shelf_code: null, pin: "1234", isbn10: null, "@type": null,
};
// @ts-expect-error a title has to be given
export const untitled: BookCreate = { isbn: "9783161484100" };
// @ts-expect-error null is no genre
export const nothing: BookCreate = { ...least, genre: null };
// @ts-expect-error undefined is not absent
export const missing: BookCreate = { ...least, genre: undefined };
// @ts-expect-error a client does not say when it came
export const early: BookCreate = { ...least, added_at: "2024-01-01T00:00:00Z" };
// @ts-expect-error nor what the staff thinks
export const rated: BookCreate = { ...least, rating: 5 };
// @ts-expect-error a 64-bit integer is text
export const counted: BookCreate = { ...least, copies: 3 };
// @ts-expect-error so is a decimal
export const priced: BookCreate = { ...least, price: 12.5 };
// @ts-expect-error unknown keys are refused
export const misspelt: BookCreate = { ...least, titel: "x" };
"#,
    ),
    (
        "a_patch_keeps_what_it_does_not_say",
        r#"
export const nothing: BookPatch = {};
export const cleared: BookPatch = { price: null, shelf_code: null };
export const changed: BookPatch = { title: "x", genre: "novel" };
// @ts-expect-error a title cannot be cleared
export const untitled: BookPatch = { title: null };
// @ts-expect-error undefined is not absent
export const missing: BookPatch = { title: undefined };
// @ts-expect-error a key never changes
export const other: BookPatch = { id };
// @ts-expect-error a secret is written once
export const opened: BookPatch = { pin: "x" };
"#,
    ),
    (
        "ids_of_different_entities_are_different",
        r#"
export const plain: string = id;
export const made = "01a1fb00-0000-7000-8000-000000000000" as BookId;
export const shelf = "A1" as ShelfId;
export const author = 7 as AuthorId;
// @ts-expect-error text is no id before somebody says so
export const text: BookId = "01a1fb00-0000-7000-8000-000000000000";
// @ts-expect-error a shelf is no book
export const wrong: BookId = shelf;
// @ts-expect-error the key of an author is a number
export const word = "x" as AuthorId;
export const link: BookAuthorCreate = { author_id: author, position: 1 };
"#,
    ),
    (
        "enums_are_words_with_a_list",
        r#"
export const first: "novel" = GENRE[0];
export const all: readonly Genre[] = GENRE;
export const words: Genre[] = ["novel", "non fiction", "x-ray"];
export const count: 3 = GENRE.length;
export const each: readonly Genre[] = GENRE.filter((genre) => genre !== "x-ray");
// @ts-expect-error no such word
export const other: Genre = "poem";
// @ts-expect-error the list does not grow
GENRE.push("poem");
"#,
    ),
    (
        "a_tag_tells_cases_apart",
        r#"
export function length(copy: Copy): number {
    switch (copy.medium) {
        case "paper": return copy.pages;
        case "audio": return copy.minutes;
    }
}
export const kinds: readonly Copy["medium"][] = MEDIUM_KIND;
export const paper: CopyCreate = { book_id: id, medium: "paper", pages: 3 };
export const shelved: CopyCreate = { book_id: id, medium: "paper", pages: 3, shelf_code: null };
// @ts-expect-error paper has pages
export const blank: CopyCreate = { book_id: id, medium: "paper" };
// @ts-expect-error what is heard has none
export const loud: CopyCreate = { book_id: id, medium: "audio", minutes: 3, pages: 3 };
// @ts-expect-error only some copies have pages
copy.pages;
"#,
    ),
    (
        "an_arc_is_one_of_several_ids",
        r#"
export const subject: LoanSubject = { kind: "book", id };
export function name(subject: LoanSubject): BookId | ShelfId | AuthorId {
    if (subject.kind === "author") {
        const author: AuthorId = subject.id;
        return author;
    }
    return subject.id;
}
export const wish: Wish = { about: { kind: "shelf", id: "A1" as ShelfId } };
// @ts-expect-error a shelf is not named by the id of a book
export const mixed: LoanSubject = { kind: "shelf", id };
// @ts-expect-error a wish is not about an author
export const wrong: Wish = { about: { kind: "author", id: 7 as AuthorId } };
"#,
    ),
    (
        "records_are_plain_where_they_are_sent_and_fixed_where_they_are_not",
        r#"
export const note: Note = { text: "x" };
note.text = "y";
declare const receipt: Receipt;
export const due: string = receipt.loan.due;
export const titles: readonly string[] = receipt.books?.map((book) => book.title) ?? [];
// @ts-expect-error what is only answered does not change
receipt.loan = receipt.loan;
// @ts-expect-error a remark says something
export const silent: Note = {};
"#,
    ),
];
