//! Files as they were in a git revision. In: `REVISION` or `REVISION:PATH`. Out: the files, in a folder that vanishes.
//!
//! The `git` program reads them: where there are revisions it is at hand, and it knows every form a repository may have.
//! Its index and working tree are left alone.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::texts::Unreadable;

/// Files of a revision.
#[derive(Debug)]
pub(crate) struct Revision {
    /// Holds them.
    folder: TempDir,
    /// What was asked for, within the folder: a file, or the folder itself.
    path: PathBuf,
}

impl Revision {
    /// Reads `path` of a revision, from the top of the repository that `root` lies in. Of a file, every schema beside
    /// and below it is read too: it may include them.
    pub(crate) fn read(root: &Path, revision: &str, path: &str) -> Result<Self, Unreadable> {
        let wrong = |error: std::io::Error| fault(revision, path, &error.to_string());
        let named = format!("{revision}^{{commit}}");
        let commit =
            git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &named]).map_err(|_| Unreadable {
                message: format!("`{revision}` is neither a file, nor a folder, nor a revision of a git repository"),
                help: "name a schema, a migrations folder, or a revision as `HEAD~1` or `v1.2:path/schema.toml`"
                    .to_owned(),
            })?;
        let commit = commit.trim();
        let kind =
            git(root, &["cat-file", "-t", &format!("{commit}:{path}")]).map_err(|said| fault(revision, path, &said))?;
        let is_folder = kind.trim() == "tree";
        let (parent, name) = if is_folder {
            (path, "")
        } else {
            path.rsplit_once('/').unwrap_or(("", path))
        };
        let folder = tempfile::tempdir().map_err(wrong)?;
        let pattern = if is_folder { "*" } else { "*.toml" };
        check_out(root, &format!("{commit}:{parent}"), pattern, folder.path())
            .map_err(|said| fault(revision, path, &said))?;
        let path = folder.path().join("files").join(name);
        Ok(Self { folder, path })
    }

    /// Where it lies for now.
    pub(crate) fn path(&self) -> &Path {
        debug_assert!(self.path.starts_with(self.folder.path()));
        &self.path
    }
}

/// The path of a file from the top of its repository.
pub(crate) fn path_in_repository(file: &Path) -> Result<String, Unreadable> {
    let root = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let prefix = git(root, &["rev-parse", "--show-prefix"]).map_err(|said| Unreadable {
        message: format!("{} lies in no git repository: {said}", file.display()),
        help: "name two files or folders".to_owned(),
    })?;
    Ok(format!("{}{name}", prefix.trim_end_matches('\n')))
}

/// Writes the files of a tree by way of an index of its own.
fn check_out(root: &Path, tree: &str, pattern: &str, folder: &Path) -> Result<(), String> {
    let index = folder.join("index");
    let top = git(root, &["rev-parse", "--show-toplevel"])?;
    let top = Path::new(top.trim_end_matches('\n'));
    let run = |arguments: &[&str], input: &[u8]| {
        let mut command = program(top, arguments);
        command.env("GIT_INDEX_FILE", &index);
        ended(command, input)
    };
    run(&["read-tree", tree], &[])?;
    let names = run(&["ls-files", "-z", "--", pattern], &[])?;
    let prefix = format!("--prefix={}/files/", folder.display());
    run(&["checkout-index", "--stdin", "-z", &prefix], &names)?;
    Ok(())
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let said = ended(program(root, arguments), &[])?;
    String::from_utf8(said).map_err(|_| "a path is not UTF-8".to_owned())
}

fn program(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).args(arguments);
    command
}

/// What a program printed, or what it complained of.
fn ended(mut command: Command, input: &[u8]) -> Result<Vec<u8>, String> {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(|error| format!("git cannot be run: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that wants no input may be gone already; its exit says why.
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

fn fault(revision: &str, path: &str, said: &str) -> Unreadable {
    Unreadable {
        message: format!("`{path}` of the revision `{revision}` cannot be read: {said}"),
        help: "write REVISION:PATH with the path from the top of the repository".to_owned(),
    }
}
