//! What each format prints for the same findings.

use driftless_diagnostics::{
    Code, Colour, Diagnostic, Diagnostics, FileId, Format, Report, Severity, Sources, Span, render,
};

const SCHEMA: &str = "\
[entity.Author]
name = \"text\"

[entity.Book]
title = \"text\"
author = { ref = \"Auhtor\" }
shelf = \"text\"
";

const DUMP: &str = "CREATE TABLE book (\n  title varchar(10)\n);\n";

fn find(sources: &Sources, file: FileId, needle: &str) -> Span {
    let start = sources
        .get(file)
        .and_then(|source| source.text().find(needle))
        .expect("the needle is in the text");
    Span::new(file, start, start + needle.len())
}

fn library() -> (Diagnostics, Sources) {
    let mut sources = Sources::default();
    let schema = sources.add("schema.toml", SCHEMA);
    let dump = sources.add("sql/dump, old.sql", DUMP);
    let reference = Diagnostic::error(
        Code::UnknownKey,
        "`Book.author` refers to an entity that does not exist",
    )
    .label(find(&sources, schema, "\"Auhtor\""), "no entity named `Auhtor`")
    .related(find(&sources, schema, "Author"), "similar name declared here")
    .object("Book.author")
    .help("did you mean `Author`?");
    let mut column = Diagnostic::warning(Code::WrongKind, "`Book.title` is shorter than 100% & <more>")
        .label(find(&sources, schema, "title"), "")
        .object("Book.title");
    column.source = Some("sql/dump, old.sql".into());
    column.expected = Some("text".into());
    column.actual = Some("varchar(10)".into());
    column.at = Some(find(&sources, dump, "varchar(10)"));
    let mut note = Diagnostic::new(Code::MissingKey, Severity::Note, "`Shelf` has no description");
    note.source = Some("postgres://library".into());
    note.help = Some("write a line:\ndescription = \"...\"".into());
    let lines = Diagnostic::error(Code::UnknownKey, "`shelf` and all above it")
        .label(Span::new(schema, 16, SCHEMA.len()), "from here\nto there");
    ([reference, column, note, lines].into_iter().collect(), sources)
}

fn printed(format: Format) -> String {
    let (diagnostics, sources) = library();
    let unmanaged = ["book_loan".to_owned()];
    let report = Report {
        diagnostics: &diagnostics,
        unmanaged: &unmanaged,
    };
    render(report, &sources, format, Colour::Never, "1.2.3")
}

#[test]
fn people_read_marked_source() {
    insta::assert_snapshot!(printed(Format::Human));
}

#[test]
fn programs_read_json() {
    insta::assert_snapshot!(printed(Format::Json));
}

#[test]
fn code_scanning_reads_sarif() {
    insta::assert_snapshot!(printed(Format::Sarif));
}

#[test]
fn github_reads_commands() {
    insta::assert_snapshot!(printed(Format::Github));
}

#[test]
fn continuous_integration_reads_junit() {
    insta::assert_snapshot!(printed(Format::Junit));
}

#[test]
fn colour_is_used_only_where_asked() {
    let (diagnostics, sources) = library();
    for &format in Format::ALL {
        assert!(
            !render(&diagnostics, &sources, format, Colour::Never, "1").contains('\u{1b}'),
            "{format}"
        );
    }
    let coloured = render(&diagnostics, &sources, Format::Human, Colour::Always, "1");
    assert!(
        coloured.contains("\u{1b}[1m\u{1b}[91merror[unknown-key]"),
        "{coloured:?}"
    );
}

#[test]
fn nothing_found_is_a_whole_report_too() {
    let reports = Format::ALL.iter().map(|&format| {
        let text = render(
            &Diagnostics::default(),
            &Sources::default(),
            format,
            Colour::Always,
            "1",
        );
        format!("-- {format}\n{text}")
    });
    insta::assert_snapshot!(reports.collect::<String>());
}

#[test]
fn formats_are_found_by_their_words() {
    assert!(Format::ALL.iter().all(|format| format.as_str().parse() == Ok(*format)));
    assert_eq!("xml".parse::<Format>(), Err(()));
}
