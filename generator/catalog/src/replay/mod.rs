//! Replay: SQL text back to the Catalog it makes, without a server. In: a Catalog and the text of a migration. Out: the
//! Catalog after it. What is not understood is an error with its place, never skipped.

mod opaque;
mod postgres;
mod sqlite;
mod stage;
mod view;

use driftless_model::NativeKind;

use crate::parse::Mistake;
pub use crate::parse::{Statement, statements};
use crate::sql::NativeText;
use crate::{Catalog, Dialect, Native, Origin};
pub(crate) use sqlite::unquoted;
use stage::Stage;

/// A Catalog to which texts are applied one after the other.
pub struct Replay(Stage);

impl Replay {
    /// Begins with a Catalog.
    pub fn of(catalog: Catalog) -> Self {
        Self(Stage::of(catalog))
    }

    /// Applies the text of a migration.
    ///
    /// # Errors
    /// The text is not SQL of the dialect, or has a statement that is not understood, or that the server would refuse.
    /// What stands before that is applied.
    pub fn apply(&mut self, text: &str) -> Result<(), Mistake> {
        self.apply_file("", text)
    }

    /// Applies the text of a file, by whose name and lines opaque objects are known.
    ///
    /// # Errors
    /// As [`Replay::apply`].
    pub fn apply_file(&mut self, file: &str, text: &str) -> Result<(), Mistake> {
        let (mut line, mut counted) = (1, 0);
        for statement in statements(self.0.catalog.dialect, text)? {
            let start = statement.range.start;
            line += text.get(counted..start).unwrap_or_default().matches('\n').count();
            counted = start;
            self.0.place = format!("{file}:{line}");
            self.statement(statement).map_err(|mistake| mistake.behind(start))?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: Statement<'_>) -> Result<(), Mistake> {
        match (statement.native, self.0.catalog.dialect) {
            (Some(native), _) => {
                replay_native(&mut self.0.catalog, native);
                Ok(())
            }
            (None, Dialect::Postgres) => postgres::replay(&mut self.0, statement.text),
            (None, Dialect::Sqlite) => sqlite::replay(&mut self.0, statement.text),
        }
    }

    /// The Catalog as it is by now; more texts may follow, which know how columns were declared.
    pub fn so_far(&self) -> Catalog {
        self.0.so_far()
    }

    /// The Catalog as it is in the end.
    pub fn finish(self) -> Catalog {
        self.0.finish()
    }
}

/// Applies the text of a migration to a Catalog.
///
/// # Errors
/// The text is not SQL of the dialect, or has a statement that is not understood, or that the server would refuse.
pub fn replay(catalog: &mut Catalog, text: &str) -> Result<(), Mistake> {
    let empty = Catalog::empty(catalog.dialect);
    let mut replay = Replay::of(std::mem::replace(catalog, empty));
    let done = replay.apply(text);
    *catalog = replay.finish();
    done
}

/// A Catalog as replay would spell it, in order of names: equal to what replay makes of its statements.
///
/// # Errors
/// One of its expressions is not SQL of the dialect.
pub fn canonical(catalog: &Catalog) -> Result<Catalog, Mistake> {
    spelled(catalog).map(Catalog::sorted)
}

/// A Catalog as replay would spell it, in its own order.
///
/// # Errors
/// One of its expressions is not SQL of the dialect.
pub fn spelled(catalog: &Catalog) -> Result<Catalog, Mistake> {
    let mut catalog = catalog.clone();
    catalog
        .object_names_mut()
        .for_each(|name| *name = name.clone().in_default());
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

fn not_understood(offset: usize, what: &str) -> Mistake {
    Mistake {
        offset,
        message: format!("{what} is not understood"),
    }
}
