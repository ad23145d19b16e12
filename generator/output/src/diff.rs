//! What a file's change looks like, for people. In: one entry of a report. Out: a unified diff, cut to a bearable length.

use crate::report::Entry;
use similar::TextDiff;

/// The unified diff of an entry, cut after `limit` lines with a count of what is left out; empty where nothing changes.
pub fn unified_diff(entry: &Entry, limit: usize) -> String {
    let [before, after] = [&entry.before, &entry.after].map(|text| text.as_deref().unwrap_or_default());
    let diff = TextDiff::from_lines(before, after);
    let [old, new] = [("a", &entry.before), ("b", &entry.after)].map(|(side, text)| match text {
        Some(_) => format!("{side}/{}", entry.path),
        None => "/dev/null".to_owned(),
    });
    cut(&diff.unified_diff().header(&old, &new).to_string(), limit)
}

fn cut(text: &str, limit: usize) -> String {
    let mut shown: String = text.split_inclusive('\n').take(limit).collect();
    match text.lines().count().saturating_sub(limit) {
        0 => {}
        1 => shown.push_str("... 1 more line\n"),
        more => shown.push_str(&format!("... {more} more lines\n")),
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::State;

    fn entry(before: Option<&str>, after: Option<&str>) -> Entry {
        let [before, after] = [before, after].map(|text| text.map(str::to_owned));
        Entry {
            path: "docs/books.md".into(),
            state: State::Stale,
            before,
            after,
        }
    }

    #[test]
    fn shows_what_changes_within_its_surroundings() {
        let diff = unified_diff(&entry(Some("a\nb\nc\n"), Some("a\nB\nc\n")), 20);
        assert_eq!(
            diff,
            "--- a/docs/books.md\n+++ b/docs/books.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
        );
    }

    #[test]
    fn says_how_much_is_left_out() {
        let lines: String = (0..10).map(|n| format!("{n}\n")).collect();
        let created = unified_diff(&entry(None, Some(&lines)), 5);
        assert_eq!(
            created,
            "--- /dev/null\n+++ b/docs/books.md\n@@ -0,0 +1,10 @@\n+0\n+1\n... 8 more lines\n"
        );
        let removed = unified_diff(&entry(Some(&lines), None), 12);
        assert!(removed.starts_with("--- a/docs/books.md\n+++ /dev/null\n"), "{removed}");
        assert!(removed.ends_with("-8\n... 1 more line\n"), "{removed}");
    }

    #[test]
    fn nothing_to_show_is_empty() {
        assert_eq!(unified_diff(&entry(None, None), 5), "");
    }
}
