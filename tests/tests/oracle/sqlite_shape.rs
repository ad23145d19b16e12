//! What sqlite_schema says, freed of what means nothing: order of columns and constraints, spaces between words, and
//! whether a constraint stands with its column or behind them all. In: one object's SQL. Out: one line.

/// An object in words that are equal for equal objects.
pub(crate) fn described(kind: &str, sql: &str) -> String {
    let tokens = tokens(sql);
    if kind != "table" {
        return tokens.join(" ");
    }
    let open = tokens.iter().position(|token| token == "(").unwrap_or(0);
    let close = tokens.iter().rposition(|token| token == ")").unwrap_or(tokens.len());
    let mut entries = Vec::new();
    for entry in split(&tokens[open + 1..close]) {
        separate(&entry, &mut entries);
    }
    entries.sort();
    format!(
        "{} (\n    {}\n) {}",
        tokens[..open].join(" "),
        entries.join(",\n    "),
        tokens[close + 1..].join(" ")
    )
}

/// Words, names, literals and signs. Names lose their quotes: SQLite adds and drops them as it likes.
fn tokens(sql: &str) -> Vec<String> {
    let characters: Vec<char> = sql.chars().collect();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let c = characters[at];
        let start = at;
        if c.is_whitespace() {
            at += 1;
        } else if matches!(c, '"' | '\'' | '`' | '[') {
            at = end_of_quoted(&characters, at);
            let text: String = characters[start..at].iter().collect();
            out.push(if c == '"' {
                text.trim_matches('"').to_owned()
            } else {
                text
            });
        } else if c.is_alphanumeric() || c == '_' || c == '.' {
            while at < characters.len() && (characters[at].is_alphanumeric() || matches!(characters[at], '_' | '.')) {
                at += 1;
            }
            let word: String = characters[start..at].iter().collect();
            let bytes = word == "x" && characters.get(at) == Some(&'\'');
            out.extend(
                if bytes { "X" } else { word.as_str() }
                    .split_inclusive('.')
                    .map(str::to_owned),
            );
        } else {
            at += 1;
            out.push(c.to_string());
        }
    }
    out
}

fn end_of_quoted(characters: &[char], start: usize) -> usize {
    let close = if characters[start] == '[' {
        ']'
    } else {
        characters[start]
    };
    let mut at = start + 1;
    while at < characters.len() {
        if characters[at] == close {
            if characters.get(at + 1) != Some(&close) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    at
}

/// At commas outside of parentheses.
fn split(tokens: &[String]) -> Vec<Vec<String>> {
    let (mut entries, mut depth) = (vec![Vec::new()], 0);
    for token in tokens {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 0 => {
                entries.push(Vec::new());
                continue;
            }
            _ => {}
        }
        entries.last_mut().expect("there is one").push(token.clone());
    }
    entries
}

/// A column without its named constraints, and those by themselves.
fn separate(entry: &[String], out: &mut Vec<String>) {
    let mut depth = 0;
    let mut starts = Vec::new();
    for (at, token) in entry.iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            "CONSTRAINT" if depth == 0 => starts.push(at),
            _ => {}
        }
    }
    let first = starts.first().copied().unwrap_or(entry.len());
    if first > 0 {
        out.push(entry[..first].join(" "));
    }
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(entry.len());
        let constraint = &entry[start..end];
        // `c … CONSTRAINT n REFERENCES t (d)` is `CONSTRAINT n FOREIGN KEY (c) REFERENCES t (d)`.
        if first > 0 && constraint.get(2).is_some_and(|word| word == "REFERENCES") {
            let (head, rest) = constraint.split_at(2);
            out.push(format!(
                "{} FOREIGN KEY ( {} ) {}",
                head.join(" "),
                entry[0],
                rest.join(" ")
            ));
        } else {
            out.push(constraint.join(" "));
        }
    }
}
