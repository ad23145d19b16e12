//! Texts and spans that nobody should write: no format may panic, obey them or print without end.

use driftless_diagnostics::{Code, Colour, Diagnostic, Diagnostics, FileId, Format, Sources, Span, render};

fn printed(path: &str, text: &str, spans: &[(usize, usize)], format: Format) -> String {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut diagnostic = Diagnostic::error(Code::TomlSyntax, "the text is not TOML");
    for (index, &(start, end)) in spans.iter().enumerate() {
        let span = Span::new(file, start, end);
        diagnostic = if index == 0 {
            diagnostic.label(span, "here")
        } else {
            diagnostic.related(span, "and here")
        };
    }
    let diagnostics: Diagnostics = [diagnostic].into_iter().collect();
    render(&diagnostics, &sources, format, Colour::Never, "1")
}

fn human(text: &str, spans: &[(usize, usize)]) -> String {
    printed("schema.toml", text, spans, Format::Human)
}

#[test]
fn no_span_panics() {
    let texts = [
        "",
        "\n",
        "a",
        "a\n",
        "a\r\nb\r\n",
        "\r",
        "\r\r\n",
        "é書\u{1f469}\u{200d}\u{1f52c}\n\tx\u{1b}\n",
        "\n\n\n",
    ];
    for text in texts {
        let offsets: Vec<usize> = (0..text.len() + 3).chain([usize::MAX]).collect();
        for &start in &offsets {
            for &end in &offsets {
                for &format in Format::ALL {
                    printed("schema.toml", text, &[(start, end)], format);
                    printed("schema.toml", text, &[(start, end), (0, text.len())], format);
                    printed("schema.toml", text, &[(end, end), (start, start), (start, end)], format);
                }
            }
        }
    }
}

#[test]
fn a_span_of_no_known_source_is_left_out() {
    let span = Span::new(FileId(7), 1, 2);
    let mut diagnostic = Diagnostic::error(Code::TomlSyntax, "lost")
        .label(span, "here")
        .related(span, "there");
    diagnostic.at = Some(span);
    let diagnostics: Diagnostics = [diagnostic].into_iter().collect();
    for &format in Format::ALL {
        assert!(
            render(&diagnostics, &Sources::default(), format, Colour::Never, "1").contains("lost"),
            "{format}"
        );
    }
}

#[test]
fn the_end_of_the_text_can_be_marked() {
    insta::assert_snapshot!(human("title = \n", &[(9, 9)]));
}

#[test]
fn line_breaks_of_windows_do_not_show() {
    insta::assert_snapshot!(human("a = 1\r\nbé = [\r\n]\r\n", &[(7, 14), (0, 7)]));
}

#[test]
fn columns_count_characters() {
    let text = "é\u{1b}書 = x";
    assert!(human(text, &[(9, 10)]).contains("schema.toml:1:7"));
    assert!(printed("schema.toml", text, &[(9, 10)], Format::Github).contains("col=7,endLine=1,endColumn=8"));
}

#[test]
fn what_a_terminal_obeys_never_reaches_it() {
    let evil = "a\u{1b}[2J\u{9b}1m\u{202e}\u{2066}\u{7}\u{7f}\u{200b}\rb";
    let mut sources = Sources::default();
    let file = sources.add(evil, evil);
    let mut diagnostic = Diagnostic::error(Code::TomlSyntax, evil)
        .label(Span::new(file, 0, 3), evil)
        .related(Span::new(file, 3, 5), evil)
        .object(evil)
        .help(evil);
    diagnostic.expected = Some(evil.into());
    diagnostic.actual = Some(evil.into());
    diagnostic.source = Some(evil.into());
    let diagnostics: Diagnostics = [diagnostic].into_iter().collect();
    let unmanaged = [evil.to_owned()];
    let report = driftless_diagnostics::Report {
        diagnostics: &diagnostics,
        unmanaged: &unmanaged,
    };
    for &format in Format::ALL {
        let text = render(report, &sources, format, Colour::Never, evil);
        let obeyed = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}\u{200b}".contains(c);
        assert!(!text.contains(obeyed), "{format}: {text:?}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&render(report, &sources, Format::Json, Colour::Never, "1")).expect("the report is JSON");
    assert_eq!(json["findings"][0]["message"], evil);
    insta::assert_snapshot!(render(report, &sources, Format::Human, Colour::Never, "1"));
}

#[test]
fn a_command_cannot_be_smuggled_in() {
    let text = printed("a,b:c\n::error::x", "x", &[(0, 1)], Format::Github);
    assert_eq!(text.lines().count(), 1);
    assert!(
        text.contains("file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax,line=1,col=1"),
        "{text}"
    );
}

#[test]
fn markup_stays_text() {
    let text = printed("a\"<b>&'.toml", "]]>", &[(0, 1)], Format::Junit);
    assert!(text.contains(r#"file="a&quot;&lt;b&gt;&amp;'.toml""#), "{text}");
}

#[test]
fn long_lines_are_shown_around_the_marks() {
    let text = format!(
        "{}key{}other{}\n",
        "x".repeat(50_000),
        "y".repeat(50_000),
        "z".repeat(50_000)
    );
    let marks = [(50_000, 50_003), (100_003, 100_008)];
    insta::assert_snapshot!(human(&text, &marks));
    for spans in [
        &[(100_003, 100_008), (50_000, 50_003)][..],
        &[(10, 120_000)],
        &[(0, 150_009)],
        &marks,
    ] {
        assert!(human(&text, spans).len() < 2_000, "{}", human(&text, spans));
    }
    let lines = format!("{text}a = 1\n{text}{text}b = 2\n");
    let span = [(3, lines.len()), (150_010, 150_012), (lines.len() - 3, lines.len())];
    assert!(human(&lines, &span).len() < 3_000, "{}", human(&lines, &span));
}

#[test]
fn many_findings_in_a_large_text_are_quick_enough() {
    let mut sources = Sources::default();
    let file = sources.add("schema.toml", "key = 1\n".repeat(50_000));
    let finding = |line: usize| {
        let label = Span::new(file, line * 8, line * 8 + 3);
        Diagnostic::error(Code::UnknownKey, "`key` means nothing here").label(label, "")
    };
    let diagnostics: Diagnostics = (0..2_000).map(|index| finding(index * 25)).collect();
    for &format in Format::ALL {
        assert!(
            render(&diagnostics, &sources, format, Colour::Never, "1").len() > 100_000,
            "{format}"
        );
    }
}
