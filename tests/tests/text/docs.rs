//! The data dictionary: links lead somewhere, tables keep their columns, diagrams keep to the grammar of Mermaid.

use std::collections::{BTreeMap, BTreeSet};

use crate::emitted::Emitted;

const SCHEMAS: [&str; 4] = [
    "schema.toml",
    "tests/schemas/architecture_brain.toml",
    "tests/schemas/data_contracts.toml",
    "tests/schemas/deliberation.toml",
];

/// Pages of the documentation by file name.
fn pages(emitted: &Emitted) -> BTreeMap<String, String> {
    let files = emitted.files().iter();
    files
        .map(|(path, file)| (path.trim_start_matches("out/").to_owned(), file.text.clone()))
        .collect()
}

/// What a link can point at in a page, as GitHub names headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix('#'));
    let slug = |heading: &str| {
        let text = heading.trim_start_matches('#').trim().to_lowercase().replace('\\', "");
        text.chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>()
            .replace(' ', "-")
    };
    let ids = page
        .split("<a id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned);
    headings.map(slug).chain(ids).collect()
}

#[test]
fn every_link_leads_somewhere() {
    for schema in SCHEMAS {
        let pages = pages(&Emitted::of_repository("docs", schema));
        let anchors: BTreeMap<&String, BTreeSet<String>> =
            pages.iter().map(|(name, page)| (name, anchors(page))).collect();
        let mut links = 0;
        for (name, page) in &pages {
            for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let found = anchors
                    .get(&file.to_owned())
                    .unwrap_or_else(|| panic!("{schema}: {name} links to {link}"));
                assert!(
                    anchor.is_empty() || found.contains(anchor),
                    "{schema}: {name} links to {link}"
                );
                links += 1;
            }
        }
        assert!(links > 50, "{schema} has {links} links");
    }
}

/// Cells of a table's row; a bar behind a backslash separates nothing.
fn cells(row: &str) -> usize {
    row.replace("\\|", "").matches('|').count()
}

fn tables_are_whole(name: &str, page: &str) {
    let mut width = None;
    for line in page.lines() {
        if !line.starts_with('|') {
            width = None;
            continue;
        }
        assert_eq!(cells(line), *width.get_or_insert(cells(line)), "{name}: {line}");
    }
}

/// A line of an entity-relationship diagram.
fn is_mermaid(line: &str) -> bool {
    let quoted = |part: &str| {
        part.len() > 2 && part.starts_with('"') && part.ends_with('"') && !part[1..part.len() - 1].contains('"')
    };
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "_-[]()".contains(c))
    };
    let parts: Vec<&str> = line.split_whitespace().collect();
    match parts.as_slice() {
        ["erDiagram"] | ["}"] => true,
        [entity, "{"] => quoted(entity),
        [ty, name] => word(ty) && word(name),
        [ty, name, "PK" | "UK"] => word(ty) && word(name),
        [
            from,
            "||--o{" | "|o--o{" | "||--o|" | "|o--o|" | "}o--o{",
            to,
            ":",
            label,
        ] => [from, to, label].into_iter().all(|part| quoted(part)),
        _ => false,
    }
}

fn diagram_is_mermaid(name: &str, page: &str) {
    let diagrams = page
        .split("```mermaid\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    for line in diagrams.flat_map(str::lines) {
        assert!(is_mermaid(line), "{name}: {line}");
    }
}

#[test]
fn tables_and_diagrams_are_well_formed() {
    for schema in SCHEMAS {
        for (name, page) in pages(&Emitted::of_repository("docs", schema)) {
            tables_are_whole(&name, &page);
            diagram_is_mermaid(&name, &page);
        }
    }
}

#[test]
fn the_library_is_described() {
    let emitted = Emitted::of("docs", include_str!("../typescript/library.toml"));
    let catalog = emitted.file("catalog.md");
    for part in [
        "| `title` | `text` | no |  | length 1 to 200 |  | Its title. Example:",
        "| `price` | `numeric(8,2)` | yes |",
        "| `genre` | [Genre](catalog.md#genre) | no | `\"novel\"` |",
        "| `shelf` | → [Shelf](catalog.md#shelf) | yes |",
        "*Becomes null when that row is deleted.*",
        "| name: to say who wrote it |",
        "*Secret: written, never shown.*",
        "*Internal: never leaves the service.*",
        "**Deprecated:** use isbn",
        "- What a row holds depends on `medium`: `paper` has `pages`, `shelf`; `audio` has `minutes`.",
        "\"Book\" }o--o{ \"Author\" : \"authors\"",
        "| `x-ray` | Rare. **Deprecated:** use novel |",
    ] {
        assert!(catalog.contains(part), "{part} is not in\n{catalog}");
    }
    assert!(!catalog.contains("0000"), "the default of a secret is shown");
    let lending = emitted.file("lending.md");
    assert!(lending.contains("- Rows are only ever added"), "{lending}");
    assert!(
        lending
            .contains("one of → [Book](catalog.md#book), → [Shelf](catalog.md#shelf), → [Author](catalog.md#author)")
    );
}

#[test]
fn texts_stay_in_their_cells() {
    let hostile = r#"
[schema]
name    = "library"
version = "0.1.0"
doc     = "<script>alert(1)</script> | [x](javascript:alert(1))\n# heading"

[domain.catalog]
doc = "```\n---\n| a | b |"

[entity.Book]
domain       = "catalog"
doc          = "- no list\n\n<img src=x onerror=alert(1)> `a|b` unpaired `"
fields.id    = { type = "uuid", default = "uuid", doc = "a | b\n| c |" }
fields.pk    = { type = "text", doc = "`|`", pattern = "^(a|b)`?$", examples = ["a`"] }
"#;
    let emitted = Emitted::of("docs", hostile);
    for (name, page) in pages(&emitted) {
        tables_are_whole(&name, &page);
        diagram_is_mermaid(&name, &page);
        for forbidden in ["<script", "<img", "[x](javascript", "\n# heading", "\n- no list"] {
            assert!(!page.contains(forbidden), "{name} has {forbidden}");
        }
    }
}

/// Who works on the service reads of internal fields here, but of no values that only the service may know.
#[test]
fn no_value_of_a_secret_is_told() {
    let pages = pages(&Emitted::of_repository("docs", "tests/tests/openapi/library.toml"));
    assert!(
        pages.values().any(|page| page.contains("`lock`")),
        "the secret has a line"
    );
    for (name, page) in &pages {
        for hidden in ["unguessable", "internal-default"] {
            assert!(!page.contains(hidden), "{name} tells {hidden}");
        }
    }
}
