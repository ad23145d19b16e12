//! Replay: SQL text back to the Catalog it makes, without a server. In: a Catalog and the text of a migration. Out: the
//! Catalog after it. What is not understood is an error with its place, never skipped.

mod postgres;
mod sqlite;

use driftless_model::NativeKind;

use crate::parse::Mistake;
use crate::sql::{NativeText, split_natives};
use crate::{Catalog, Dialect, Native, ObjectName, Origin, Table};

/// Applies the text of a migration to a Catalog.
///
/// # Errors
/// The text is not SQL of the dialect, or has a statement that changes nothing the Catalog knows of.
pub fn replay(catalog: &mut Catalog, text: &str) -> Result<(), Mistake> {
    let (natives, rest) = split_natives(text);
    match catalog.dialect {
        Dialect::Postgres => postgres::replay(catalog, &rest)?,
        Dialect::Sqlite => sqlite::replay(catalog, &rest)?,
    }
    for native in natives {
        replay_native(catalog, native);
    }
    Ok(())
}

/// A Catalog as replay would spell it, in order of names: equal to what replay makes of its statements.
///
/// # Errors
/// One of its expressions is not SQL of the dialect.
pub fn canonical(catalog: &Catalog) -> Result<Catalog, Mistake> {
    let mut catalog = catalog.clone().sorted();
    if catalog.dialect == Dialect::Sqlite {
        sqlite::spell(&mut catalog)?;
    }
    Ok(catalog)
}

fn replay_native(catalog: &mut Catalog, native: NativeText) {
    catalog.natives.retain(|known| known.name != native.name);
    if !native.removal {
        catalog.natives.push(Native {
            name: native.name,
            kind: NativeKind::Other,
            up: native.body,
            down: String::new(),
            after_tables: Vec::new(),
            after_natives: Vec::new(),
            origin: Origin::default(),
        });
    }
}

/// The table that a statement speaks of.
fn table_mut<'c>(catalog: &'c mut Catalog, name: &ObjectName, offset: usize) -> Result<&'c mut Table, Mistake> {
    let missing = || Mistake {
        offset,
        message: format!("there is no table `{name}`"),
    };
    // What hangs on a table follows it closely.
    catalog
        .tables
        .iter_mut()
        .rev()
        .find(|table| table.name == *name)
        .ok_or_else(missing)
}

fn not_understood(offset: usize, what: &str) -> Mistake {
    Mistake {
        offset,
        message: format!("{what} is not understood"),
    }
}
