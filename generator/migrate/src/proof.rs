//! Proofs: a migration is handed over only when reading its files again, without a server, gives what was meant. In:
//! the texts of files. Out: nothing, or where they part from what they should make.

use driftless_catalog::Catalog;
use driftless_catalog::replay::{Replay, canonical};

/// What is to be proven.
pub(crate) struct Proof<'p> {
    /// What is there before.
    pub(crate) from: &'p Catalog,
    /// What is meant to be there after.
    pub(crate) target: &'p Catalog,
    /// Whether the way back leads to where it began.
    pub(crate) reversible: bool,
}

/// That the first texts lead from what is there to what is meant, and the second, last to first, back again.
pub(crate) fn prove(proof: &Proof<'_>, texts: &[(String, String)]) -> Result<(), String> {
    let mut replay = Replay::of(proof.from.clone());
    let from = proof.from.clone().sorted();
    apply(&mut replay, texts.iter().map(|(up, _)| up.as_str()))?;
    let mut meant = canonical(proof.target).map_err(|mistake| mistake.to_string())?;
    // What was made by hand and no schema can say stays.
    meant.opaque.clone_from(&from.opaque);
    if let Some(difference) = replay.so_far().sorted().first_difference(&meant) {
        return Err(format!(
            "the migration does not make what the schema asks for: {difference}"
        ));
    }
    if !proof.reversible {
        return Ok(());
    }
    apply(&mut replay, texts.iter().rev().map(|(_, down)| down.as_str()))?;
    match replay.finish().sorted().first_difference(&from) {
        Some(difference) => Err(format!("the way back leads elsewhere: {difference}")),
        None => Ok(()),
    }
}

fn apply<'t>(replay: &mut Replay, texts: impl Iterator<Item = &'t str>) -> Result<(), String> {
    for text in texts {
        replay.apply(text).map_err(|mistake| {
            let line = text
                .get(..mistake.offset)
                .map_or(1, |before| before.matches('\n').count() + 1);
            format!("line {line}: {}", mistake.message)
        })?;
    }
    Ok(())
}
