//! The way that is safe, in words: what to write instead of a statement that makes others wait.

use crate::Kind;

/// What to write instead of a kind of statement that reads or rewrites a table under a lock.
pub fn recipe(kind: Kind) -> &'static str {
    match kind {
        Kind::AddColumnWithVolatileDefault => {
            "add the column without a default, SET DEFAULT, and fill the old rows in batches; prove NOT NULL last"
        }
        Kind::AddSerialColumn | Kind::AddIdentityColumn => {
            "add a plain bigint column and a sequence, fill the old rows in batches, build a unique index concurrently, then add the identity"
        }
        Kind::AddStoredGeneratedColumn | Kind::SetExpression => {
            "add a plain column, keep it up to date by a trigger and fill the old rows in batches; or compute it on reading"
        }
        Kind::AddColumnOfConstrainedDomain => {
            "add the column with the type behind the domain, and the domain's rule as a CHECK … NOT VALID that a later migration validates"
        }
        Kind::AddUniqueColumn | Kind::AddUnique | Kind::CreateUniqueIndex => UNIQUE,
        Kind::AddPrimaryKeyColumn | Kind::AddPrimaryKey => {
            "prove NOT NULL first, CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD PRIMARY KEY USING INDEX"
        }
        Kind::AddPrimaryKeyFromIndexNullableColumn
        | Kind::SetNotNull
        | Kind::AddNotNull
        | Kind::AddColumnNotNullWithoutDefault => {
            "ADD CONSTRAINT … CHECK (the column IS NOT NULL) NOT VALID, VALIDATE it in a later migration, then SET NOT NULL, which reads nothing any more, and drop the check"
        }
        Kind::AddColumnWithForeignKeyAndDefault | Kind::AddForeignKey | Kind::StartEnforcingConstraint => {
            "add the foreign key NOT VALID, and VALIDATE CONSTRAINT in a later migration"
        }
        Kind::AddColumnWithCheck | Kind::AddCheck => {
            "ADD CONSTRAINT … CHECK … NOT VALID, and VALIDATE CONSTRAINT in a later migration"
        }
        Kind::AddExclusion => {
            "it cannot be added without reading every row under this lock: make a new table with it, fill that, and swap the names; or choose a quiet hour"
        }
        Kind::ChangeTypeFreelyCheckingAgain => {
            "drop the checks of the column, change the type, add them again NOT VALID, and VALIDATE CONSTRAINT in a later migration"
        }
        Kind::ChangeTypeFreelyRebuildingIndexes | Kind::ChangeCollationOfIndexedColumn => {
            "drop the indexes of the column concurrently, change it, and build them again concurrently"
        }
        Kind::ChangeTypeWithRewrite | Kind::ChangeTypeOfReferencedColumn | Kind::ChangeTypeOfReferencingColumn => {
            "add a column of the new type, write both, fill the old rows in batches, build its indexes concurrently, then swap the names"
        }
        Kind::CreateIndex | Kind::CreateIndexOnParentOnly => {
            "CREATE INDEX CONCURRENTLY, in a migration of its own that begins with `-- no-transaction`"
        }
        Kind::CreateIndexOnPartitions => {
            "CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ALTER INDEX … ATTACH PARTITION"
        }
        Kind::RebuildIndex | Kind::RebuildIndexesOfTable => {
            "REINDEX … CONCURRENTLY, in a migration of its own that begins with `-- no-transaction`"
        }
        Kind::RefreshMaterializedView | Kind::RefreshMaterializedViewConcurrently => {
            "REFRESH MATERIALIZED VIEW CONCURRENTLY lets readers go on; it needs a unique index"
        }
        Kind::AttachPartition => {
            "add a CHECK to the partition that says what its bounds say, NOT VALID, validate it, attach, and drop it again"
        }
        Kind::AddDomainConstraint | Kind::SetDomainNotNull => {
            "ADD CONSTRAINT … NOT VALID reads nothing; what validates it does, so keep the rule as a CHECK of each table instead"
        }
        Kind::ValidateDomainConstraint => {
            "keep the rule as a CHECK of each table that uses the domain: that is validated while others write"
        }
        Kind::SetUnlogged | Kind::SetLogged => "make a new table, fill it in batches, and swap the names",
        Kind::MoveToTablespace => {
            "make a new table over there, fill it in batches, and swap the names; or choose a quiet hour"
        }
        Kind::Cluster | Kind::VacuumFully => {
            "a plain VACUUM gives space back for new rows; to shrink the file use pg_repack, or choose a quiet hour"
        }
        Kind::Truncate | Kind::TruncateCascading => {
            "it takes no time, but nobody can read the table until the transaction ends: delete in batches where that matters"
        }
        _ => "choose a quiet hour, or do it in a copy of the table and swap the names",
    }
}

const UNIQUE: &str = "look for duplicates, CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own that begins with `-- no-transaction`, then ADD CONSTRAINT … USING INDEX";
