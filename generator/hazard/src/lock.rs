//! PostgreSQL's table locks, from the weakest to the strongest.

/// A lock mode of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// What a reader takes.
    AccessShare,
    /// What a reader takes who locks rows.
    RowShare,
    /// What a writer takes.
    RowExclusive,
    /// Readers and writers go on, other changes of the table wait.
    ShareUpdateExclusive,
    /// Writers wait.
    Share,
    /// Writers wait, and others of its own kind.
    ShareRowExclusive,
    /// Only readers go on.
    Exclusive,
    /// Everybody waits.
    AccessExclusive,
}

impl Lock {
    /// Every mode.
    pub const ALL: [Self; 8] = [
        Self::AccessShare,
        Self::RowShare,
        Self::RowExclusive,
        Self::ShareUpdateExclusive,
        Self::Share,
        Self::ShareRowExclusive,
        Self::Exclusive,
        Self::AccessExclusive,
    ];

    /// As PostgreSQL's documentation writes it, in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessShare => "access share",
            Self::RowShare => "row share",
            Self::RowExclusive => "row exclusive",
            Self::ShareUpdateExclusive => "share update exclusive",
            Self::Share => "share",
            Self::ShareRowExclusive => "share row exclusive",
            Self::Exclusive => "exclusive",
            Self::AccessExclusive => "access exclusive",
        }
    }

    /// Whether whoever writes to the table has to wait.
    pub fn stops_writers(self) -> bool {
        self >= Self::Share
    }

    /// Whether even whoever reads the table has to wait.
    pub fn stops_readers(self) -> bool {
        self == Self::AccessExclusive
    }

    /// Who waits, in words.
    pub(crate) fn victims(self) -> &'static str {
        match self.stops_readers() {
            true => "nobody can read or write it",
            false => "nobody can write to it",
        }
    }
}

impl std::str::FromStr for Lock {
    type Err = ();

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|lock| lock.as_str() == words).ok_or(())
    }
}
