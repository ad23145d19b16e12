//! What kinds of statements do to relations, as measured: `locks.tsv` is written by `tests/tests/locks` from what real
//! servers did, and nothing here knows better than that.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::{Kind, Lock};

/// The table as it is committed.
pub const TABLE: &str = include_str!("locks.tsv");

/// The part that a relation plays for a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// What the statement is about.
    Table,
    /// What a foreign key of that points at.
    Referenced,
    /// What points at it.
    Referencing,
    /// A part of it.
    Partition,
    /// What is only read.
    Source,
    /// An index.
    Index,
    /// An index that becomes part of another.
    Attached,
}

impl Role {
    /// Every role, in the order of the columns of the table.
    pub const ALL: [Self; 7] = [
        Self::Table,
        Self::Referenced,
        Self::Referencing,
        Self::Partition,
        Self::Source,
        Self::Index,
        Self::Attached,
    ];
}

/// What happens to a relation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touch {
    /// How it is locked.
    pub lock: Option<Lock>,
    /// All of its rows are read.
    pub scan: bool,
    /// It gets a new file.
    pub rewrite: bool,
}

impl Touch {
    /// What happens where both happen.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            lock: self.lock.max(other.lock),
            scan: self.scan || other.scan,
            rewrite: self.rewrite || other.rewrite,
        }
    }

    fn read(cell: &str) -> Option<Self> {
        let mut touch = Self::default();
        for word in cell.split(", ").filter(|word| !word.is_empty()) {
            match word {
                "scan" => touch.scan = true,
                "rewrite" => touch.rewrite = true,
                lock => touch.lock = Some(lock.parse().ok()?),
            }
        }
        Some(touch)
    }
}

/// What a kind of statement does on some majors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Where it was measured.
    pub majors: Vec<u32>,
    touches: [Touch; Role::ALL.len()],
    /// It may not stand in a transaction.
    pub alone: bool,
    /// Where there are rows it is refused, by this SQLSTATE.
    pub refused: Option<String>,
}

impl Facts {
    /// What happens to a relation of some role.
    pub fn touch(&self, role: Role) -> Touch {
        self.touches[role as usize]
    }

    /// The worse of two.
    fn and(mut self, other: &Self) -> Self {
        for (touch, more) in self.touches.iter_mut().zip(other.touches) {
            *touch = touch.and(more);
        }
        self.alone |= other.alone;
        self.majors.extend(&other.majors);
        self.refused = self.refused.or_else(|| other.refused.clone());
        self
    }

    fn read(line: &str) -> Option<(Kind, Self)> {
        let mut cells = line.split('\t');
        let kind = cells.next()?.parse().ok()?;
        let majors = cells.next()?.split(' ').map(|major| major.parse().ok());
        let majors = majors.collect::<Option<Vec<u32>>>()?;
        let mut touches = [Touch::default(); Role::ALL.len()];
        for touch in &mut touches {
            *touch = Touch::read(cells.next()?)?;
        }
        let alone = cells.next()? == "never";
        let refused = cells.next().filter(|state| !state.is_empty()).map(str::to_owned);
        Some((
            kind,
            Self {
                majors,
                touches,
                alone,
                refused,
            },
        ))
    }
}

static FACTS: LazyLock<BTreeMap<Kind, Vec<Facts>>> = LazyLock::new(|| {
    let mut facts: BTreeMap<Kind, Vec<Facts>> = BTreeMap::new();
    for (kind, row) in TABLE.lines().skip(1).filter_map(Facts::read) {
        facts.entry(kind).or_default().push(row);
    }
    facts
});

static WORST: LazyLock<BTreeMap<Kind, Facts>> = LazyLock::new(|| {
    let worst = |rows: &[Facts]| {
        let (first, rest) = rows.split_first()?;
        Some(rest.iter().fold(first.clone(), Facts::and))
    };
    FACTS
        .iter()
        .filter_map(|(kind, rows)| Some((*kind, worst(rows)?)))
        .collect()
});

/// The rows of a kind, by majors; none for what no server was asked about.
pub fn facts(kind: Kind) -> &'static [Facts] {
    FACTS.get(&kind).map_or(&[], Vec::as_slice)
}

/// What it does on a major: as measured there, or on the newest one before it.
pub fn on(kind: Kind, major: u32) -> Option<&'static Facts> {
    let newest = |row: &&Facts| row.majors.iter().copied().filter(|known| *known <= major).max();
    facts(kind)
        .iter()
        .filter(|row| newest(row).is_some())
        .max_by_key(newest)
}

/// The worst that it does on any major.
pub fn worst(kind: Kind) -> Option<&'static Facts> {
    WORST.get(&kind)
}
