//! Reads emitted Rust again to know what it declares. In: the text of a file. Out: its items, their members and their cases,
//! or where it is no Rust. It knows nothing of what was meant to be printed.

use syn::{Fields, Ident, Item};

/// What a text declares outside of functions, sorted: `Book`, `Book.title`, `Genre::Novel`, `Medium::Audio.voice`.
pub(crate) fn declared(text: &str) -> syn::Result<Vec<String>> {
    let mut all = Vec::new();
    for item in &syn::parse_file(text)?.items {
        take(item, &mut all);
    }
    all.sort();
    Ok(all)
}

fn take(item: &Item, all: &mut Vec<String>) {
    match item {
        Item::Struct(item) => take_members(&item.ident.to_string(), &item.fields, all),
        Item::Enum(item) => {
            all.push(item.ident.to_string());
            for case in &item.variants {
                take_members(&format!("{}::{}", item.ident, case.ident), &case.fields, all);
            }
        }
        _ => all.extend(named(item).map(Ident::to_string)),
    }
}

/// A struct or a case, and its members that have names.
fn take_members(owner: &str, fields: &Fields, all: &mut Vec<String>) {
    let names = fields.iter().filter_map(|field| field.ident.as_ref());
    all.extend(names.map(|name| format!("{owner}.{name}")));
    all.push(owner.to_owned());
}

/// The name that another item declares; an `impl` and an import declare none.
fn named(item: &Item) -> Option<&Ident> {
    match item {
        Item::Union(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::TraitAlias(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Mod(item) => Some(&item.ident),
        Item::Const(item) => Some(&item.ident),
        Item::Static(item) => Some(&item.ident),
        Item::ExternCrate(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Macro(item) => item.ident.as_ref().or_else(|| item.mac.path.get_ident()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        declared(text).expect("it is Rust")
    }

    #[test]
    fn items_members_and_cases_are_found() {
        let text = "pub struct Key(pub u8);\npub struct Book<'a> { #[doc = \"x: y\"] pub r#type: &'a [u8; 4], b: std::vec::Vec<u8> }\n\
                    #[derive(Debug)]\nenum Medium { /** a */ #[x(y)] Paper, Audio { voice: char }, Film(u8, u8) }\n\
                    impl Book<'_> { const A: u8 = 1; fn b() { struct C { d: u8 } } }\nconst FREE: &str = \"\";\nplanted!();";
        let expected = [
            "Book",
            "Book.b",
            "Book.r#type",
            "FREE",
            "Key",
            "Medium",
            "Medium::Audio",
            "Medium::Audio.voice",
            "Medium::Film",
            "Medium::Paper",
            "planted",
        ];
        assert_eq!(names(text), expected);
    }

    #[test]
    fn texts_and_comments_declare_nothing() {
        let text = "// struct A;\n/* struct B; /* struct C; */ struct D; */\nconst E: &str = \"\\\"; struct F;\";\n\
                    const G: &str = r#\"\"; struct H;\"#;\nconst J: &[u8] = b\"\\\"struct K;\";";
        assert_eq!(names(text), ["E", "G", "J"]);
    }

    #[test]
    fn what_is_no_rust_is_refused() {
        assert!(declared("const A: &str = \"").is_err());
        assert!(declared("{ ( }").is_err());
    }
}
