//! Ways out of the place that a text is printed to. In: nothing. Out: what stands before and behind a payload so that a
//! tool may take the payload for its own language. One line for each; a new trick is a new line.

/// What leads out of a text, and what takes up what follows.
#[derive(Debug, Clone)]
pub(crate) struct Lead {
    pub(crate) before: String,
    pub(crate) after: String,
}

/// All of them.
pub(crate) fn leads() -> Vec<Lead> {
    let written = [SQL, RUST, SCRIPT, PYTHON, MARKDOWN, DATA, SHELL, VISIBLE].concat();
    let mut leads: Vec<Lead> = written.iter().map(|&(before, after)| lead(before, after)).collect();
    leads.extend(
        HIDDEN
            .iter()
            .map(|hidden| lead(&format!("a{hidden}"), &format!("{hidden}b"))),
    );
    leads.extend(ENDS.iter().map(|end| lead("a ", &format!(" {end}"))));
    leads.extend([63, 64, 300, 5_000].map(|length| lead(&"a".repeat(length), "'\"`*/")));
    leads
}

fn lead(before: &str, after: &str) -> Lead {
    Lead {
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// Quotes, comments and dollar quotes of SQL, and what migration runners and shells look for at the start of a line.
const SQL: &[(&str, &str)] = &[
    ("", ""),
    ("'; ", " --"),
    ("''; ", " --"),
    ("'); ", " --"),
    ("\\'; ", " --"),
    ("\"; ", " --"),
    ("\"); ", " --"),
    ("$$; ", " $$"),
    ("$driftless$; ", " $driftless$"),
    ("$body$; ", " $body$"),
    ("' || (", ") || '"),
    ("E'\\''; ", ""),
    ("*/ ", " /*"),
    ("/* ", ""),
    ("-- ", "\n"),
    ("\n", "\n"),
    (";\n", "\n"),
    ("\n-- no-transaction\n", "\n"),
    ("\nCOMMIT;\n", "\nBEGIN;\n"),
    ("\n\\.\n", "\n"),
    ("U&'\\0027; ", ""),
];

/// Strings, raw strings, attributes and doc comments of Rust, and what rustdoc runs as a test.
const RUST: &[(&str, &str)] = &[
    ("\"; ", " //"),
    ("\"# ; ", " //"),
    ("\"###; ", " //"),
    ("r#\"", "\"#"),
    ("\")] ", " #[doc = (\""),
    ("\"]\n", "\n#[doc = \""),
    ("#![", "]"),
    ("*/\n", "\n/*"),
    ("/// ", ""),
    ("//! ", ""),
    ("```\n", "\n```"),
    ("```rust\n", "\n```"),
    ("```rust,no_run\n", ""),
    ("text\n\n    ", "\n\ntext"),
    ("    ", ""),
    ("\t", ""),
    ("text\n\n\t", ""),
    ("~~~\n", "\n~~~"),
    ("````\n", "\n````"),
    ("> ```\n> ", "\n> ```"),
    ("-     ", ""),
    ("- a\n\n      ", ""),
    ("1. ```\n   ", "\n   ```"),
    ("# a\n    ", ""),
    ("<details>\n\n```\n", "\n```\n</details>"),
    ("`` ` ``` ", " ```"),
    ("[`", "`]"),
    ("[`crate::Nothing`] ", ""),
    ("{", "}"),
    ("'", "'"),
    ("b'", ""),
    ("\\u{22}; ", ""),
    ("\\x22; ", ""),
];

/// Strings, template literals, comments and tags of TypeScript and of pages.
const SCRIPT: &[(&str, &str)] = &[
    ("`; ", " `"),
    ("${", "}"),
    ("`${", "}`"),
    ("\\`${", "}"),
    ("*/ ", " /**"),
    ("* / ", ""),
    ("**/ ", ""),
    ("\"] as const; ", " //"),
    ("\\u0022; ", ""),
    ("</script><script>", "</script>"),
    ("<!--", "-->"),
    ("--> ", ""),
    ("]]> ", ""),
    ("@ts-expect-error ", ""),
    ("@type {", "}"),
    ("{@link ", "}"),
    ("\n@deprecated ", ""),
    ("__proto__ ", ""),
    ("javascript:", ""),
];

/// Strings, docstrings and comments of Python.
const PYTHON: &[(&str, &str)] = &[
    ("\"\"\"\n", "\n\"\"\""),
    ("\\\"\"\"\n", "\n\"\"\""),
    ("'''\n", "\n'''"),
    ("\"\"", "\"\""),
    ("f\"{", "}\""),
    ("\\N{", "}"),
    ("\n    ", "\n"),
    ("# ", "\n"),
    ("\\\n", "\\\n"),
];

/// Markup, tables and diagrams.
const MARKDOWN: &[(&str, &str)] = &[
    ("[x](javascript:", ")"),
    ("![x](", ")"),
    ("[x]: ", ""),
    ("| ", " |"),
    ("\n| a | b |\n|---|---|\n| ", " |"),
    ("\n# ", ""),
    ("\n---\n", "\n==="),
    ("<a id=\"", "\">"),
    ("&lt;", "&gt;"),
    ("```mermaid\n", "\n```"),
    ("\" }o--o{ \"", ""),
    ("%%{init: ", "}%%"),
    ("{% raw %}", "{% endraw %}"),
    ("{{ ", " }}"),
    ("\u{e000}0:1:2|", "\u{e001}"),
];

/// JSON, YAML, TOML and regular expressions.
const DATA: &[(&str, &str)] = &[
    ("\", \"canary\": \"", ""),
    ("\"}], \"canary\": [{\"a\": \"", ""),
    ("$ref: ", ""),
    ("#/components/schemas/", ""),
    ("---\n", "\n..."),
    ("- ", ""),
    ("? ", ": "),
    ("!!python/object/apply:", ""),
    ("\"\n[canary]\n", ""),
    ("'''\n[canary]\n", ""),
    ("^(", ")$"),
    ("^[", "]$"),
    (".*+?|()[]{}^$", ""),
    ("%s%n%d", ""),
];

/// Shells and paths.
const SHELL: &[(&str, &str)] = &[
    ("$(", ")"),
    ("`", "`"),
    ("; ", ";"),
    ("&& ", ""),
    ("../", ""),
    ("..\\", ""),
    ("/", ""),
    ("C:\\", ""),
    ("file:///", ""),
    ("%2e%2e%2f", ""),
    ("/{id}/", ""),
];

/// Letters that look like others, that change their length with their case, or that not every tool counts as one.
const VISIBLE: &[(&str, &str)] = &[
    ("\u{430}\u{435}\u{43e} ", ""),
    ("\u{ff02}; ", "\u{ff07}"),
    ("\u{1f600}\u{1d7d8} ", ""),
    ("e\u{301} ", ""),
    ("\u{130}\u{131}\u{df}\u{1e9e} ", ""),
    ("\u{a0}\u{3000}", "\u{a0}"),
    ("\u{fffd}", ""),
    ("\u{37e} ", "\u{37e}"),
];

/// Characters that nobody sees: ends of lines, of texts and of directions, and what is not for exchange.
const HIDDEN: &[&str] = &[
    "\0",
    "\r",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202a}",
    "\u{202e}",
    "\u{2028}",
    "\u{2029}",
    "\u{2066}",
    "\u{2069}",
    "\u{61c}",
    "\u{feff}",
    "\u{e0041}",
    "\u{f8ff}",
    "\u{ffff}",
    "\u{10ffff}",
];

/// Ends that swallow what is printed behind them.
const ENDS: &[&str] = &[
    "\\", "\\\\", "'", "\"", "`", "*", "*/", "/", "-", "$", "{", "#", "\"\"", "//", "[", "(",
];
