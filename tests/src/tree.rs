//! Golden folders: what a test made, compared with what the repository expects, in both directions.
//!
//! `UPDATE_GOLDEN=1` rewrites the expected folder instead; it is the only thing here that writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Fails with a diff unless `expected` holds exactly `files` (relative path, content), no more and no fewer.
#[track_caller]
pub fn compare<P: AsRef<str>, C: AsRef<[u8]>>(expected: &Path, files: impl IntoIterator<Item = (P, C)>) {
    let made = files
        .into_iter()
        .map(|(path, content)| (path.as_ref().to_owned(), content.as_ref().to_vec()))
        .collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        return rewrite(expected, &made);
    }
    let report = differences(&read(expected), &made);
    let folder = expected.display();
    assert!(
        report.is_empty(),
        "{folder} expects something else (UPDATE_GOLDEN=1 accepts what was made):\n{report}"
    );
}

/// Every file under `folder`, by its relative path with `/`; an absent folder is empty.
pub fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("a folder can be listed");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).expect("a listed file can be read"));
        }
    }
}

fn differences(expected: &BTreeMap<String, Vec<u8>>, made: &BTreeMap<String, Vec<u8>>) -> String {
    let mut report = String::new();
    for path in expected.keys().filter(|path| !made.contains_key(*path)) {
        let _ = writeln!(report, "- {path}: expected, not made");
    }
    for (path, content) in made {
        match expected.get(path) {
            None => drop(writeln!(
                report,
                "+ {path}: made, not expected\n{}",
                String::from_utf8_lossy(content)
            )),
            Some(wanted) if wanted != content => report.push_str(&diff(path, wanted, content)),
            Some(_) => {}
        }
    }
    report
}

fn diff(path: &str, expected: &[u8], made: &[u8]) -> String {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let diff = similar::TextDiff::from_lines(expected.as_ref(), made.as_ref());
    diff.unified_diff()
        .context_radius(3)
        .header(&format!("expected/{path}"), &format!("made/{path}"))
        .to_string()
}

fn rewrite(folder: &Path, made: &BTreeMap<String, Vec<u8>>) {
    for path in read(folder).keys().filter(|path| !made.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("a stale golden file can be removed");
    }
    for (path, content) in made {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a golden folder can be made");
        fs::write(file, content).expect("a golden file can be written");
    }
}
