//! How a server comes up, and how it surely goes down.
//!
//! A small shell watches over it: when our end of its input closes, because the server was dropped or because the
//! test process died in whatever way, the shell stops the server and removes the folder.

use super::SUPERUSER;
use super::account::Account;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

/// `$1` is the folder, the rest is the server's command line.
const WATCH: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
echo $server >"$folder/pid"
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$folder"
"#;

/// Nothing here must survive a power cut.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "shared_buffers=32MB",
    "max_connections=60",
    "timezone=UTC",
];

/// The binaries themselves, or a copy where the server's account cannot reach them.
pub(super) fn reachable(binaries: &Path, account: &Account, folder: &Path) -> PathBuf {
    if account.can_run(&binaries.join("postgres")) {
        return binaries.to_owned();
    }
    let installation = binaries.parent().expect("the binaries lie in an installation's `bin`");
    let package = installation.parent().expect("an installation lies in a package");
    copy(installation, &folder.join("copy/package/installation"));
    // A wheel keeps the libraries it brings beside the package, and its programs look for them there.
    let libraries = package.with_extension("libs");
    if let Some(name) = libraries.file_name().filter(|_| libraries.exists()) {
        copy(&libraries, &folder.join("copy").join(name));
    }
    folder.join("copy/package/installation/bin")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.parent().expect("a copy lies in a folder")).expect("a folder can be made");
    let mut command = crate::process::command("cp");
    crate::process::run(command.args(["-r", "--"]).arg(from).arg(to)).passed();
}

/// Makes the data folder.
pub(super) fn initialise(account: &Account, binaries: &Path, folder: &Path) {
    let mut command = account.command(binaries.join("initdb"));
    command.args([
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
        "--locale=C",
        "--username",
        SUPERUSER,
        "-D",
    ]);
    crate::process::run(command.arg(folder.join("data"))).passed();
}

/// Starts the server under a watch.
pub(super) fn watched(account: &Account, binaries: &Path, folder: &Path) -> Child {
    let mut command = account.command("sh");
    command
        .args(["-c", WATCH, "watch"])
        .arg(folder)
        .arg(binaries.join("postgres"));
    command.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    // A group of its own: Ctrl-C reaches the test alone, and its death then reaches the watch.
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    command.spawn().expect("a shell can be started")
}
