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
