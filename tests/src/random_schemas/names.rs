//! Names: adjective and noun, never one twice in the life of a schema. Nouns have regular plurals.

use super::random::mix;
use super::world::{Id, World};

const ADJECTIVES: [&str; 24] = [
    "Red", "Old", "Tall", "Warm", "Quiet", "Round", "Sharp", "Heavy", "Broad", "Early", "Plain", "Rare", "Bright",
    "Cold", "Deep", "Fresh", "Grand", "Hollow", "Lucky", "Modest", "Narrow", "Proud", "Solid", "Vivid",
];
const NOUNS: [&str; 32] = [
    "Lamp", "Door", "Chair", "Cup", "Plate", "Road", "Tree", "Stone", "River", "Cloud", "Star", "Moon", "Ship", "Sail",
    "Wheel", "Engine", "Bolt", "Nail", "Hammer", "Brick", "Wall", "Garden", "Flower", "Seed", "Farm", "Barn", "Goat",
    "Duck", "Bird", "Song", "Drum", "Clock",
];
/// Words of SQL: always quoted, so as good as any.
const RESERVED: [&str; 8] = ["group", "order", "select", "from", "values", "primary", "limit", "user"];

impl World {
    /// `RedLamp`
    pub fn pascal(&mut self, id: Id) -> String {
        self.fresh(id, |n| {
            let (adjective, noun) = pair(n);
            format!("{adjective}{noun}")
        })
    }

    /// `red_lamp`, or a word of SQL.
    pub fn word(&mut self, id: Id) -> String {
        if id.is_multiple_of(7) {
            let reserved = RESERVED[id as usize % RESERVED.len()].to_owned();
            if self.used.insert(reserved.clone()) {
                return reserved;
            }
        }
        self.fresh(id, |n| {
            let (adjective, noun) = pair(n);
            format!("{adjective}_{noun}").to_ascii_lowercase()
        })
    }

    fn fresh(&mut self, id: Id, name: impl Fn(u64) -> String) -> String {
        let names = (0..).map(|round| name(mix(u64::from(id), round)));
        let free = names.into_iter().find(|name| !self.used.contains(name));
        let free = free.expect("there are more names than objects");
        self.used.insert(free.clone());
        free
    }
}

fn pair(n: u64) -> (&'static str, &'static str) {
    let (adjectives, nouns) = (ADJECTIVES.len() as u64, NOUNS.len() as u64);
    (
        ADJECTIVES[(n % adjectives) as usize],
        NOUNS[(n / adjectives % nouns) as usize],
    )
}
