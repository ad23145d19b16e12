//! `init`: a first schema to change, in a folder that has none.

use std::path::Path;

use driftless_output::{Kind, Mode, Options, OutputSet, sync};

use super::{hold, print, report_sync_error, say};
use crate::arguments::Init;
use crate::{Status, VERSION};

const STARTER: &str = include_str!("init/schema.toml");

/// Writes it.
pub(super) fn run(options: &Init) -> Status {
    if Path::new("schema.toml").exists() {
        say("error: there is a schema.toml in this folder already\n  = help: change it, then run `driftless gen`");
        return Status::Unusable;
    }
    let folder = std::env::current_dir()
        .ok()
        .and_then(|folder| Some(folder.file_name()?.to_str()?.to_owned()));
    let name = options
        .name
        .clone()
        .or(folder)
        .map_or_else(|| "library".to_owned(), |name| identifier(&name));
    let mut outputs = OutputSet::default();
    let starter = STARTER.replace("name    = \"library\"", &format!("name    = \"{name}\""));
    if let Err(error) = outputs.insert_marked("schema.toml", &starter, Kind::Generated) {
        say(&format!("error: {error}"));
        return Status::Bug;
    }
    let settings = Options {
        manifest: None,
        tool_version: VERSION,
    };
    let written = hold(Path::new(".")).and_then(|lock| sync(Path::new("."), &outputs, &settings, Mode::Write(&lock)));
    match written {
        Ok(_) => {
            print("created   schema.toml\n");
            say("next: change it, then run `driftless gen`");
            Status::Done
        }
        Err(error) => report_sync_error(&error),
    }
}

/// The words of a folder's name as an identifier of the schema language.
fn identifier(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join("_");
    if joined.starts_with(|c: char| c.is_ascii_lowercase()) {
        joined
    } else {
        "library".to_owned()
    }
}
