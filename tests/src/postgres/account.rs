//! The operating system account a server runs under: PostgreSQL refuses to run as root.

use std::ffi::OsStr;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

/// An unprivileged account to drop to, or ourselves.
pub(super) struct Account(Option<(u32, u32)>);

impl Account {
    /// Root drops to `postgres`, or to `nobody` where PostgreSQL came without an account; everybody else stays.
    pub(super) fn unprivileged() -> Account {
        if !we_are_root() {
            return Account(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let found = ["postgres", "nobody"].into_iter().find_map(|name| ids(&users, name));
        Account(Some(found.expect("/etc/passwd lists `postgres` or `nobody`")))
    }

    /// A command that runs under this account.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let Some((user, group)) = self.0 else {
            return crate::process::command(program);
        };
        let mut command = crate::process::command("setpriv");
        command
            .arg(format!("--reuid={user}"))
            .arg(format!("--regid={group}"))
            .arg("--clear-groups")
            .arg(program);
        command.current_dir("/");
        command
    }

    /// Gives `folder` and all that is in it to this account.
    pub(super) fn give(&self, folder: &Path) {
        let Some((user, group)) = self.0 else { return };
        let mut command = crate::process::command("chown");
        crate::process::run(command.arg("-R").arg(format!("{user}:{group}")).arg(folder)).passed();
    }

    /// True when this account can run `program`; a repository under `/root` is closed to others.
    pub(super) fn can_run(&self, program: &Path) -> bool {
        let mut command = self.command("test");
        crate::process::run(command.arg("-x").arg(program)).succeeded()
    }
}

fn we_are_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    let fields: Vec<&str> = users
        .lines()
        .map(|line| line.split(':').collect())
        .find(|f: &Vec<&str>| f[0] == name)?;
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}
