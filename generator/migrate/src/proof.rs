//! Proofs: a migration is handed over only when reading its files again, without a server, gives what was meant. In:
//! the texts of files. Out: the Catalogs they make, or where they part from what they should make.

use driftless_catalog::Catalog;
use driftless_catalog::replay::{canonical, replay};

/// What the texts of migrations make, one after the other, out of nothing; in canonical form.
pub(crate) fn replayed<'t>(empty: Catalog, texts: impl Iterator<Item = &'t str>) -> Result<Catalog, String> {
    let mut catalog = empty;
    for text in texts {
        replay(&mut catalog, text).map_err(|mistake| mistake.to_string())?;
    }
    Ok(catalog.sorted())
}

/// That `up` leads from nothing to `target`, and `down` back to nothing.
pub(crate) fn prove(target: &Catalog, up: &str, down: &str) -> Result<(), String> {
    let empty = Catalog::empty(target.dialect);
    let there = replayed(empty.clone(), std::iter::once(up))?;
    let meant = canonical(target).map_err(|mistake| mistake.to_string())?;
    if let Some(difference) = there.first_difference(&meant) {
        return Err(format!(
            "the migration does not make what the schema asks for: {difference}"
        ));
    }
    let back = replayed(there, std::iter::once(down))?;
    match back.first_difference(&empty) {
        Some(difference) => Err(format!("the way back leaves something: {difference}")),
        None => Ok(()),
    }
}
