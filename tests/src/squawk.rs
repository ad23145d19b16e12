//! Squawk: the best-known linter of PostgreSQL migrations, and the judge of what is said about ours.

use std::path::Path;

/// A rule that Squawk finds broken, and the file it finds it in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Name of the file.
    pub file: String,
    /// The rule.
    pub rule: String,
}

/// Lints files of `folder` as Squawk does by default. Runners begin a transaction for each that does not ask for none,
/// which Squawk has to be told.
#[track_caller]
pub fn lint(folder: &Path, files: &[String]) -> Vec<Finding> {
    let alone = |file: &&String| {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file to lint can be read");
        text.starts_with("-- no-transaction")
    };
    let (alone, together): (Vec<&String>, Vec<&String>) = files.iter().partition(alone);
    let mut found = run(folder, &["--assume-in-transaction"], &together);
    found.extend(run(folder, &[], &alone));
    found
}

fn run(folder: &Path, options: &[&str], files: &[&String]) -> Vec<Finding> {
    if files.is_empty() {
        return Vec::new();
    }
    let mut arguments = vec!["--pg-version", "15.0", "--reporter", "Json"];
    arguments.extend(options);
    arguments.extend(files.iter().map(|file| file.as_str()));
    let ran = crate::python::tool("squawk", folder, &arguments);
    let printed: serde_json::Value = match serde_json::from_str(&ran.stdout) {
        Ok(printed) => printed,
        Err(error) => panic!("{error} in what Squawk printed:\n{}", ran.text()),
    };
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let finding = |finding| Finding {
        file: text(finding, "file"),
        rule: text(finding, "rule_name"),
    };
    printed.as_array().into_iter().flatten().map(finding).collect()
}
