//! ADD COLUMN: forms that an empty table takes and a filled one refuses.

use driftless_catalog::ObjectName;
use driftless_diagnostics::Code;
use sqlite3_parser::ast::{ColumnConstraint, ColumnDefinition, Expr, Literal};

use crate::Kind;
use crate::effect::Effect;

/// Adds a column to a table that is there already.
pub(super) fn read(table: &ObjectName, column: &ColumnDefinition<'_>) -> Effect {
    let name = super::unquoted(&column.col_name);
    let rules = Rules::of(column);
    let of = |kind| Effect::of_column(kind, table, &name);
    let refused = |kind, why: &str, recipe: &str| {
        of(kind).says(
            Code::FailsOnRows,
            format!("this fails as soon as `{table}` has rows: {why}"),
            recipe,
        )
    };
    const REBUILD: &str = "rebuild the table with the new column: copy it with the value that old rows get";
    if rules.stored {
        return refused(
            Kind::AddStoredGeneratedColumn,
            "SQLite cannot compute it for them",
            "make it VIRTUAL, or rebuild the table",
        );
    }
    match rules.default {
        Some(Filling::Computed) => refused(
            Kind::AddColumnWithVolatileDefault,
            "the default is no constant",
            "add the column with NULL or a constant as its default, then fill it; or rebuild the table",
        ),
        Some(Filling::Value) if rules.foreign_key => refused(
            Kind::AddColumnWithForeignKeyAndDefault,
            "a column that refers to something has to be added empty while foreign keys are on",
            "add it without a default, then fill it",
        ),
        None | Some(Filling::Null) if rules.required => refused(
            Kind::AddColumnNotNullWithoutDefault,
            "they would be null where null is refused",
            REBUILD,
        ),
        Some(Filling::Value) => of(Kind::AddColumnWithConstantDefault),
        _ if rules.foreign_key => of(Kind::AddColumnWithForeignKey),
        _ if rules.check => of(Kind::AddColumnWithCheck),
        _ if rules.generated => of(Kind::AddVirtualGeneratedColumn),
        _ => of(Kind::AddColumn),
    }
}

/// What old rows get.
enum Filling {
    Null,
    Value,
    Computed,
}

#[derive(Default)]
struct Rules {
    required: bool,
    stored: bool,
    generated: bool,
    foreign_key: bool,
    check: bool,
    default: Option<Filling>,
}

impl Rules {
    fn of(column: &ColumnDefinition<'_>) -> Self {
        let mut rules = Self::default();
        for rule in column.constraints {
            match &rule.constraint {
                ColumnConstraint::NotNull { nullable, .. } => rules.required = !nullable,
                ColumnConstraint::Check(_) => rules.check = true,
                ColumnConstraint::Default(value) => rules.default = Some(filling(value)),
                ColumnConstraint::ForeignKey { .. } => rules.foreign_key = true,
                ColumnConstraint::Generated { typ, .. } => {
                    rules.generated = true;
                    rules.stored = typ.as_ref().is_some_and(|typ| typ.0.eq_ignore_ascii_case("stored"));
                }
                _ => {}
            }
        }
        rules
    }
}

fn filling(value: &Expr<'_>) -> Filling {
    match value {
        Expr::Literal(Literal::Null) => Filling::Null,
        Expr::Literal(Literal::CurrentDate | Literal::CurrentTime | Literal::CurrentTimestamp) => Filling::Computed,
        Expr::Literal(_) | Expr::Id(_) | Expr::Name(_) => Filling::Value,
        Expr::Unary(_, inner) => filling(inner),
        Expr::Parenthesized(inner) if inner.len() == 1 => inner.first().map_or(Filling::Computed, filling),
        _ => Filling::Computed,
    }
}
