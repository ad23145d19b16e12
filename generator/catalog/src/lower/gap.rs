//! What a dialect cannot enforce: said once for each declaration, never dropped in silence.

use driftless_diagnostics::{Code, Diagnostic, Severity, Span};
use driftless_model::{Entity, Expr, ExprKind, Mutability, Tenancy, Type, Value};

use super::Lowering;
use crate::Dialect;

/// A rule that a dialect leaves to the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// What declares the rule.
    span: Span,
    /// What has the rule: `Book.title`, `type slug`.
    object: String,
    /// The rule, as it stands in `cannot enforce …`.
    rule: &'static str,
    /// Who does enforce it, or why it is so.
    help: &'static str,
}

const SERVICE: &str = "the generated types check it; rows written past them are not checked";

impl Lowering<'_> {
    /// Takes down a rule of one object.
    pub(super) fn gap(&mut self, span: Span, object: &str, rule: &'static str) {
        self.gap_because(span, object, rule, SERVICE);
    }

    /// Takes down a rule of one object, and why.
    pub(super) fn gap_because(&mut self, span: Span, object: &str, rule: &'static str, help: &'static str) {
        let gap = Gap {
            span,
            object: object.to_owned(),
            rule,
            help,
        };
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// Takes down a rule of a type: once for the named type where it comes from there.
    pub(super) fn gap_of_type(&mut self, span: Span, object: &str, ty: &Type, rule: &'static str) {
        let named = ty
            .named
            .map(|id| self.schema.named_type(id))
            .filter(|named| named.ty.limits == ty.limits);
        match named {
            Some(named) if ty.array.is_none() => self.gap(named.span, &format!("type {}", named.name), rule),
            Some(_) | None => self.gap(span, object, rule),
        }
    }

    /// SQLite folds the letters of ASCII and no others.
    pub(super) fn note_lower(&mut self, span: Span, object: &str, expr: &Expr) {
        if folds_letters(expr) && self.dialect == Dialect::Sqlite {
            let help = "SQLite's `lower` knows the letters of ASCII alone";
            self.gap_because(span, object, "`lower` beyond ASCII", help);
        }
    }

    /// SQLite knows no users, so nothing but the queries keeps tenants apart.
    pub(super) fn note_tenancy_gap(&mut self) {
        let scoped = self
            .schema
            .entities
            .iter()
            .any(|entity| matches!(entity.tenancy, Tenancy::Scoped { .. }));
        if self.dialect == Dialect::Sqlite && scoped {
            let help = "SQLite has no users and no policies; the generated queries filter by the tenant";
            self.gap_because(
                self.schema.span,
                self.schema.name.as_str(),
                "that rows are seen by their tenant alone",
                help,
            );
        }
    }

    /// SQLite replaces a row without setting off a trigger, and refusing that would refuse every upsert as well.
    pub(super) fn note_replacement_gap(&mut self) {
        let fixed = |entity: &Entity| {
            entity.mutability == Mutability::Mutable
                && entity.fields.iter().any(|field| field.immutable && !field.transient)
        };
        if self.dialect == Dialect::Sqlite && self.schema.entities.iter().any(fixed) {
            let help = "never write `INSERT OR REPLACE`; `INSERT … ON CONFLICT DO UPDATE` keeps the rule";
            let rule = "that fields set once outlive `INSERT OR REPLACE` in";
            self.gap_because(self.schema.span, self.schema.name.as_str(), rule, help);
        }
    }

    /// To a database a record is JSON: that it is there is all it checks.
    pub(super) fn note_record_gaps(&mut self) {
        for record in self.schema.records.iter().filter(|record| record.stored) {
            self.gap(record.span, record.name.as_str(), "what stands inside documents");
        }
    }

    /// No constraint sees a walk of several rows.
    pub(super) fn note_cycle_gaps(&mut self) {
        for graph in self.schema.graphs.iter().filter(|graph| !graph.cycles) {
            let help = "the service has to look before it adds an edge";
            self.gap_because(
                graph.span,
                graph.name.as_str(),
                "that no walk comes back to where it began",
                help,
            );
        }
    }

    /// Turns what was taken down into notes.
    pub(super) fn report_gaps(&mut self) {
        for gap in std::mem::take(&mut self.gaps) {
            let message = format!(
                "{} cannot enforce {} of `{}`",
                self.dialect.title(),
                gap.rule,
                gap.object
            );
            let note = Diagnostic::new(Code::Gap, Severity::Note, message);
            self.diagnostics
                .push(note.label(gap.span, "declared here").object(gap.object).help(gap.help));
        }
    }
}

/// Whether letters beyond ASCII are folded, and something hangs on it: what is held against a plain word is that word
/// or is not, whoever folds it.
fn folds_letters(expr: &Expr) -> bool {
    let mut lowered = 0_usize;
    let mut plain = 0_usize;
    expr.walk(&mut |inner| match &inner.kind {
        ExprKind::Lower(_) => lowered += 1,
        ExprKind::Compare(_, left, right) => {
            plain +=
                usize::from(is_lowered(left) && is_plain(right)) + usize::from(is_lowered(right) && is_plain(left));
        }
        ExprKind::In { value, list, .. } => plain += usize::from(is_lowered(value) && list.iter().all(is_plain)),
        _ => {}
    });
    lowered > plain
}

fn is_lowered(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Lower(_))
}

/// A word of ASCII, without the letters that others become: the Kelvin sign is a `k`, and a capital i with a dot an `i`.
fn is_plain(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Literal(Value::Text(text)) if text.is_ascii() && !text.contains(['i', 'k']))
}
