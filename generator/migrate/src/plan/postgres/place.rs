//! Where a statement belongs: the one order in which a change of a PostgreSQL database is safe. What others need is made
//! before them; what is dropped goes last, when nothing has failed before it; nothing scans under a lock that stops
//! writers, and nothing that builds an index stands in a transaction.

/// A place in the order of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    RenameLabel,
    AddLabel,

    CreateNamespace,
    Rename,
    DropNative,
    DropPolicy,
    DropTrigger,
    DropFunction,
    DropForeignKey,
    DropCheck,
    DropDisturbed,
    DropRemadeComputed,
    DropRemade,
    CreateEnum,
    AlterType,
    CreateFunction,
    AddColumn,
    AddComputed,
    AlterColumn,
    CreateTable,
    CreateLookup,
    AddCheck,
    AlterTable,
    CreateTrigger,
    CreatePolicy,
    Comment,
    RestoreNative,

    BuildIndex,

    Backfill,

    Move,

    AddKey,
    AddForeignKey,
    AddMovedCheck,
    Require,

    Validate,

    MakeRoom,
    /// Before keys and columns, to which their references hold.
    DropTable,
    SetNotNull,
    DropKey,
    Relax,
    DropIndexOfDropped,
    DropComputed,
    DropColumn,
    TakeName,
    DropSharedFunction,
    DropEnum,
    DropNamespace,
    CreateNative,

    DropIndex,
}

/// The file that a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// New labels of enum types, which nothing may use before they are committed.
    Labels,
    /// Everything that is made and altered at once.
    Expand,
    /// Indexes, one file each.
    Index,
    /// Values for old rows, one file each.
    Backfill,
    /// New values that must be given to all rows at once.
    Move,
    /// What needs the indexes and the values.
    Constrain,
    /// A look at every old row, which stops nobody.
    Validate,
    /// What goes, and what every row was looked at for.
    Finish,
    /// Indexes that go, one file each.
    Unindex,
}

impl Place {
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::RenameLabel | Self::AddLabel => Stage::Labels,
            place if place <= Self::RestoreNative => Stage::Expand,
            Self::BuildIndex => Stage::Index,
            Self::Backfill => Stage::Backfill,
            Self::Move => Stage::Move,
            place if place <= Self::Require => Stage::Constrain,
            Self::Validate => Stage::Validate,
            Self::DropIndex => Stage::Unindex,
            _ => Stage::Finish,
        }
    }
}

impl Stage {
    /// Whether each statement has a file of its own, outside of transactions.
    pub(super) fn is_alone(self) -> bool {
        matches!(self, Self::Index | Self::Backfill | Self::Unindex)
    }

    /// What distinguishes its file from the main one.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Labels => Some("labels"),
            Self::Expand => None,
            Self::Index => Some("index"),
            Self::Backfill => Some("backfill"),
            Self::Move => Some("move"),
            Self::Constrain => Some("constrain"),
            Self::Validate => Some("validate"),
            Self::Finish => Some("finish"),
            Self::Unindex => Some("unindex"),
        }
    }
}
