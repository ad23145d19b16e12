//! From text to Document. In: a text and the id it has among the sources. Out: what could be read of it, and everything
//! that is wrong with it, all in one run. Never panics and reads no file.

use driftless_diagnostics::{Code, Diagnostics, FileId};

use crate::check::check;
use crate::document::Document;
use crate::grammar::{Construct, INCLUDED, ROOT};
use crate::read::read_document;
use crate::toml_text::parse_toml;

/// Parses the root file of a schema.
///
/// Where statements had to be left out because they are not TOML ([`Code::TomlSyntax`], [`Code::DuplicateKey`]), what is
/// missing from the Document is not reported as missing: whoever looks up names in it should stop there.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    parse_as(&ROOT, file, text, diagnostics)
}

/// Parses a file that the root file includes: it has declarations, no settings.
pub fn parse_included(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    let Document {
        domains,
        types,
        enums,
        records,
        mixins,
        entities,
        operations,
        graphs,
        natives,
        ..
    } = parse_as(&INCLUDED, file, text, diagnostics);
    let settings = Document::default();
    Document {
        domains,
        types,
        enums,
        records,
        mixins,
        entities,
        operations,
        graphs,
        natives,
        ..settings
    }
}

fn parse_as(construct: &'static Construct, file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Document {
    let Some(parsed) = parse_toml(file, text, diagnostics) else {
        return Document::default();
    };
    let mut found = Diagnostics::default();
    check(&parsed.root, construct, &mut found);
    diagnostics.extend(
        found
            .into_iter()
            .filter(|finding| !(parsed.partial && finding.code == Code::MissingKey)),
    );
    read_document(&parsed.root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldKind;

    fn parsed(parse: fn(FileId, &str, &mut Diagnostics) -> Document, text: &str) -> (Document, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let document = parse(FileId(1), text, &mut diagnostics);
        (document, diagnostics)
    }

    const SCHEMA: &str = "[schema]\nname = \"library\"\n";

    #[test]
    fn the_short_and_the_long_form_of_a_field_mean_the_same() {
        let text = format!("{SCHEMA}[record.Imprint]\nfields.city = \"text?\"\nfields.town = {{ type = \"text?\" }}\n");
        let (document, diagnostics) = parsed(parse, &text);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        let words: Vec<_> = document.records[0]
            .fields
            .iter()
            .map(|field| match &field.kind {
                Some(FieldKind::Type(word)) => word.as_str(),
                _ => "",
            })
            .collect();
        assert_eq!(words, ["text?", "text?"]);
    }

    #[test]
    fn included_declarations_come_behind_and_may_repeat_names() {
        let book = "[entity.Book]\ndomain = \"lending\"\n";
        let (mut document, _) = parsed(parse, &format!("{SCHEMA}{book}[entity.Loan]\ndomain = \"lending\"\n"));
        let (included, diagnostics) = parsed(parse_included, book);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        document.merge(included);
        let names: Vec<_> = document.entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["Book", "Loan", "Book"]);
        assert!(document.schema.is_some());
    }

    #[test]
    fn settings_of_an_included_file_do_not_count() {
        let (document, diagnostics) = parsed(parse_included, &format!("{SCHEMA}[output.rust]\nenabled = false\n"));
        assert_eq!(diagnostics.len(), 2);
        assert_eq!(document, Document::default());
    }

    #[test]
    fn what_is_wrong_is_left_out_and_the_rest_is_read() {
        let text = format!(
            "{SCHEMA}[entity.Book]\ndomain = 3\nimmutable = \"yes\"\nappend_only = true\napi = [\"read\", 1]\n"
        );
        let (document, diagnostics) = parsed(parse, &text);
        assert_eq!(diagnostics.len(), 3);
        let book = &document.entities[0];
        assert_eq!(book.domain, None);
        assert!(!book.immutable.is_on() && book.append_only.is_on() && book.tenant_keys.or(true));
        assert_eq!(book.api.as_ref().map(|api| api.value.len()), Some(1));
    }

    #[test]
    fn an_empty_file_lacks_its_schema() {
        let (document, diagnostics) = parsed(parse, "");
        assert_eq!(document, Document::default());
        assert_eq!(
            diagnostics.iter().map(|finding| finding.code).collect::<Vec<_>>(),
            [Code::MissingKey]
        );
        assert!(parsed(parse_included, "").1.is_empty());
    }

    #[test]
    fn nothing_counts_as_missing_where_statements_were_left_out() {
        let (_, diagnostics) = parsed(parse, "[schema]\nname =\n");
        assert_eq!(
            diagnostics.iter().map(|finding| finding.code).collect::<Vec<_>>(),
            [Code::TomlSyntax]
        );
    }

    #[test]
    fn spans_name_the_file_they_lie_in() {
        let (document, _) = parsed(parse, &format!("{SCHEMA}[domain.lending]\n"));
        assert_eq!(document.domains[0].name.span.file, FileId(1));
    }
}
