//! Node, two TypeScript compilers and the OpenAPI to TypeScript generator, as `tests/run` installs them.

use crate::process::{self, Ran};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a script with Node in `folder`.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    process::run(node().args(arguments).current_dir(folder))
}

/// Runs the TypeScript 5.9 compiler in `folder`.
pub fn tsc5(folder: &Path, arguments: &[&str]) -> Ran {
    script("TypeScript 5.9", "node_modules/ts5/bin/tsc", folder, arguments)
}

/// Runs the TypeScript 7 compiler in `folder`.
pub fn tsc7(folder: &Path, arguments: &[&str]) -> Ran {
    script("TypeScript 7", "node_modules/typescript/bin/tsc", folder, arguments)
}

/// Writes TypeScript types of an OpenAPI document with openapi-typescript.
pub fn openapi_typescript(document: &Path, output: &Path) -> Ran {
    let (document, output) = (document.to_string_lossy(), output.to_string_lossy());
    let path = "openapi-typescript/node_modules/openapi-typescript/bin/cli.js";
    script("openapi-typescript", path, &tools(), &[&document, "--output", &output])
}

/// Makes the installed packages (openapi-fetch, say) importable from `folder`, as `npm install` there would.
pub fn link_packages(folder: &Path) {
    let packages = tools().join("node_modules");
    process::require("openapi-fetch", &packages.join("openapi-fetch"));
    std::os::unix::fs::symlink(packages, folder.join("node_modules")).expect("a link can be made in a fresh folder");
}

/// Runs an installed package's script with Node.
pub(crate) fn script(tool: &str, path: &str, folder: &Path, arguments: &[&str]) -> Ran {
    let path = tools().join(path);
    process::require(tool, &path);
    process::run(node().arg(path).args(arguments).current_dir(folder))
}

fn node() -> Command {
    process::command(program())
}

/// Node itself.
pub fn program() -> PathBuf {
    let own = crate::installed("node");
    if own.exists() { own } else { PathBuf::from("node") }
}

fn tools() -> PathBuf {
    crate::repository().join("tests/tools")
}
