//! SQLite.
use driftless_catalog::parse::Mistake;
use crate::effect::Effect;
use crate::world::World;
pub(crate) fn effects(_world: &mut World, _text: &str) -> Result<Vec<Effect>, Mistake> { Ok(Vec::new()) }
