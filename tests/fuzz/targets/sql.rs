//! Migrations that somebody wrote: a text in, a catalog or a mistake with its place out, for both databases.
#![no_main]

use driftless_catalog::normal::normal;
use driftless_catalog::replay::replay;
use driftless_catalog::{Catalog, Dialect};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        let mut catalog = Catalog::empty(dialect);
        if let Err(mistake) = replay(&mut catalog, text) {
            assert!(mistake.offset <= text.len(), "{mistake}");
        }
        drop(normal(&catalog));
    }
});
