//! One pair of schemas from a folder, for looking at: the history it begins with, what is lost, and every file that is
//! drafted. A report names such a folder.

use std::path::Path;

use driftless_catalog::Dialect;

use crate::pipeline::{Drafted, Folder, drafted, goal, sealed};

/// Prints what becomes of `before.toml` on its way to `after.toml`.
pub(crate) fn show(folder: &Path, dialect: Dialect) -> Result<(), String> {
    let wanted = |name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        goal(&text, dialect)
    };
    let (before, after) = (wanted("before.toml")?, wanted("after.toml")?);
    let first = sealed(&before, allowed(&before, &Folder::new())?.0)?;
    println!("{}", first["history.toml"]);
    let (files, stems) = allowed(&after, &first)?;
    for stem in stems {
        for way in ["up", "down"] {
            println!("=== {stem} {way}\n{}", files[&format!("{stem}.{way}.sql")]);
        }
    }
    Ok(())
}

/// The draft, with every loss allowed and named.
fn allowed(wanted: &crate::pipeline::Wanted, folder: &Folder) -> Result<(Folder, Vec<String>), String> {
    let mut drawn = drafted(wanted, folder, &[]);
    if let Drafted::Stopped(losses) = &drawn {
        println!("{losses:#?}");
        drawn = drafted(wanted, folder, losses);
    }
    match drawn {
        Drafted::Files(files, stems) => Ok((files, stems)),
        Drafted::Stopped(losses) => Err(format!("stopped again: {losses:#?}")),
        Drafted::Refused(why) => Err(format!("refused: {why}")),
        Drafted::Bug(why) => Err(format!("bug: {why}")),
    }
}
