//! Lists without an end.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Method, Operation, Scalar, Schema};

use crate::rule::rule;

rule! {
    /// **What it finds.** A GET operation that answers with a list of an entity's rows and is not `paged`.
    ///
    /// **Why.** Tables grow. The day it has a million rows, one request loads all of them; and to page an operation later
    /// breaks every client.
    ///
    /// **What to do.** Add `paged = true`, unless the list is short by nature.
    UNPAGED_LIST = UnpagedList, Note, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for operation in schema.operations.iter().filter(|operation| is_endless(operation)) {
        found.push(
            Diagnostic::warning(
                Code::UnpagedList,
                format!("`{}` answers with all rows at once", operation.name),
            )
            .label(operation.span, "its list has no end")
            .help("add `paged = true`")
            .object(operation.name.to_string()),
        );
    }
}

fn is_endless(operation: &Operation) -> bool {
    let of_rows = |ty: &driftless_model::Type| {
        matches!(ty.scalar, Scalar::Entity(_)) && ty.array.is_some_and(|length| length.max.is_none())
    };
    operation.method == Method::Get
        && !operation.paged
        && operation.response.as_ref().is_some_and(|payload| of_rows(&payload.ty))
}
