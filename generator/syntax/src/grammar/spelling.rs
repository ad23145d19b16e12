//! How names are spelled that the author takes from elsewhere: those of databases, of JSON, of packages, of paths. In: a text.
//! Out: whether it can be such a name. It decides no more than that: what is reserved or taken is known elsewhere.

/// Longest name that registries of packages take.
const LONGEST_PACKAGE: usize = 64;

/// One line of its own, as comments, reports and migrations have it.
pub(super) fn is_line(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(char::is_control)
}

/// `app.branch_id`: PostgreSQL takes settings of others with a prefix only.
pub(super) fn is_setting(text: &str) -> bool {
    let is_word = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    text.contains('.') && text.split('.').all(is_word)
}

/// Parts of a path, none of which leads elsewhere or has to be escaped.
pub(super) fn is_path(text: &str) -> bool {
    let text = text.strip_prefix('/').unwrap_or(text);
    let text = text.strip_suffix('/').unwrap_or(text);
    text.split('/').all(|part| is_part(part) && !part.starts_with('.'))
}

fn is_part(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_plain)
}

/// What Cargo takes.
pub(super) fn is_crate(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.len() <= LONGEST_PACKAGE
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// What npm takes: small letters, perhaps behind a scope.
pub(super) fn is_npm(text: &str) -> bool {
    let is_word = |part: &str| {
        is_part(part) && !part.starts_with(['.', '_']) && !part.contains(|letter: char| letter.is_ascii_uppercase())
    };
    match text.strip_prefix('@') {
        Some(scoped) => scoped
            .split_once('/')
            .is_some_and(|(scope, name)| is_word(scope) && is_word(name)),
        None => is_word(text),
    }
}

/// A URL of the web, or a path on the same server; every character as a URL has it.
pub(super) fn is_address(text: &str) -> bool {
    let is_url_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"._~:/?#@!$&'()*+,;=%[]-".contains(&byte);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let begins = match host {
        Some(host) => host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['),
        None => text.starts_with('/'),
    };
    begins && text.bytes().all(is_url_byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_one_line_is_a_name() {
        assert!(["a", "Loan due", "\u{e9}\"'`", "a.b"].into_iter().all(is_line));
        assert!(!["", " a", "a ", "a\nb", "a\tb", "\u{3000}"].into_iter().any(is_line));
    }

    #[test]
    fn settings_have_a_prefix() {
        assert!(["app.org_id", "a.b.c", "_a._b1"].into_iter().all(is_setting));
        assert!(
            !["app", "app.", ".a", "app.1", "app.a-b", "app.a; b", "app.\u{e9}"]
                .into_iter()
                .any(is_setting)
        );
    }

    #[test]
    fn paths_stay_where_they_are() {
        assert!(["books", "/a/b/", "v1.2/a_b~c"].into_iter().all(is_path));
        assert!(
            !["", "/", "a//b", "..", "a/../b", "{id}", "a b", "a?b", "a\nb", "\u{e9}"]
                .into_iter()
                .any(is_path)
        );
    }

    #[test]
    fn packages_are_called_as_registries_have_it() {
        assert!(["a", "library-schema", "A_1"].into_iter().all(is_crate));
        assert!(
            !["", "1a", "a b", "a/b", "\u{e9}", &"a".repeat(65)]
                .into_iter()
                .any(is_crate)
        );
        assert!(["library", "@library/schema", "a.b"].into_iter().all(is_npm));
        assert!(
            !["", "@a", "@a/", "A", ".a", "@a/b/c", "a b", "../a"]
                .into_iter()
                .any(is_npm)
        );
    }

    #[test]
    fn servers_are_urls_or_paths() {
        assert!(
            ["/", "/v1", "https://api.example.org:8080/v1", "http://[::1]/"]
                .into_iter()
                .all(is_address)
        );
        assert!(
            !["", "api", "https://", "javascript:x", "/{id}", "/a b", "/\u{e9}"]
                .into_iter()
                .any(is_address)
        );
    }
}
