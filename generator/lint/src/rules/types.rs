//! Types that say something else than was meant.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Scalar, Schema};

use crate::place::places;
use crate::rule::rule;

/// Words that end the name of a sum of money.
const MONEY: &[&str] = &[
    "price", "cost", "salary", "balance", "revenue", "fee", "wage", "payment", "subtotal", "money", "usd", "eur",
    "gbp", "cents",
];

rule! {
    /// **What it finds.** A `float` whose name ends like a sum of money: `price`, `cost`, `fee`, `balance`, `usd`, …
    ///
    /// **Why.** Binary fractions cannot hold most decimal ones: 0.1 + 0.2 is not 0.3, sums depend on their order, and two
    /// languages round differently.
    ///
    /// **What to do.** Use `numeric(12,2)`, or whole cents in a `bigint`.
    FLOAT_MONEY = FloatMoney, Warning, check_money;

    /// **What it finds.** A `timestamp_local`.
    ///
    /// **Why.** A time without zone is another moment wherever it is read. It is right for what is on a wall clock
    /// (opening hours, a date in a calendar, a column of somebody else's database) and wrong for anything that happened.
    ///
    /// **What to do.** Use `timestamp` for moments.
    LOCAL_TIME = LocalTime, Note, check_local;
}

fn check_money(schema: &Schema, found: &mut Diagnostics) {
    for place in places(schema) {
        let Some(column) = place.field.value().filter(|column| column.ty.scalar == Scalar::Float) else {
            continue;
        };
        let name = place.field.name.snake();
        if MONEY.contains(&name.rsplit('_').next().unwrap_or("")) {
            let list = if column.ty.array.is_some() { "[]" } else { "" };
            found.push(
                Diagnostic::warning(Code::FloatMoney, format!("`{}` is money in a float", place.name()))
                    .label(place.field.span, "cents get lost when it is added up")
                    .help(format!("use `numeric(12,2){list}`, or whole cents in a `bigint{list}`"))
                    .object(place.name()),
            );
        }
    }
}

fn check_local(schema: &Schema, found: &mut Diagnostics) {
    let is_local = |scalar| scalar == Scalar::TimestampLocal;
    let local = places(schema)
        .into_iter()
        .filter(|place| place.field.value().is_some_and(|column| is_local(column.ty.scalar)));
    for place in local {
        found.push(
            Diagnostic::warning(Code::LocalTime, format!("`{}` has no zone", place.name()))
                .label(place.field.span, "is another moment wherever it is read")
                .help("use `timestamp`, unless it is what a clock on the wall shows")
                .object(place.name()),
        );
    }
}
