//! Portable expressions as SQL: one printer for both dialects. Operators bind alike in both below the level of
//! comparisons; a comparison within a comparison is always put in parentheses, because there they differ.

use driftless_model::{Arc, Arithmetic, Comparison, Entity, Expr, ExprKind, ExprType, FieldId, Scalar, Type, Value};

use super::Lowering;
use super::literal::{microseconds, scaled};
use super::scale::{power, raise, unscaled};
use super::storage::Encoding;
use crate::Dialect;
use crate::sql::{identifier, literal};

/// How tightly a piece of text holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Atom,
}

pub(super) struct Piece {
    pub(super) text: String,
    pub(super) binding: Binding,
}

impl Piece {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            binding: Binding::Atom,
        }
    }

    pub(super) fn within(self, binding: Binding) -> String {
        if self.binding < binding {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
}

/// Prints expressions over the columns of one table.
pub(super) struct Printer<'p, 'a> {
    pub(super) lowering: &'p Lowering<'a>,
    pub(super) entity: &'a Entity,
    /// What stands before each column: nothing, `NEW.`, `OLD.`.
    pub(super) qualifier: &'p str,
}

impl Printer<'_, '_> {
    /// The text of an expression.
    pub(super) fn print(&self, expr: &Expr) -> String {
        self.piece(expr, self.scale(expr)).text
    }

    /// The text of a number that a column of this scale keeps.
    pub(super) fn print_for(&self, expr: &Expr, ty: &Type) -> String {
        let (Scalar::Numeric { scale, .. }, Some(own)) = (ty.scalar, self.scale(expr)) else {
            return self.print(expr);
        };
        if own <= scale {
            return self.piece(expr, Some(scale)).text;
        }
        let (value, unit) = (self.piece(expr, Some(own)).within(Binding::Atom), power(own - scale));
        format!("sign({value}) * ((abs({value}) + {unit} / 2) / {unit})")
    }

    /// The stored key of an arc: which column is set, and what it holds.
    pub(super) fn arc_key(&self, field: FieldId) -> (String, String) {
        let Some(arc) = self.entity.field(field).arc() else {
            return (String::new(), String::new());
        };
        (self.arc_kind(arc), self.arc_id(arc))
    }

    fn arc_kind(&self, arc: &Arc) -> String {
        let cases: Vec<_> = arc
            .targets
            .iter()
            .map(|target| {
                let kind = literal(self.lowering.dialect, &target.kind);
                format!("WHEN {} IS NOT NULL THEN {kind}", self.column(&target.column.name))
            })
            .collect();
        format!("CASE {} END", cases.join(" "))
    }

    /// Keys of one type are taken as they are, others as text.
    fn arc_id(&self, arc: &Arc) -> String {
        let types: Vec<_> = arc
            .targets
            .iter()
            .map(|target| self.lowering.sql_type(&target.column.ty))
            .collect();
        let cast = if types.windows(2).all(|pair| pair[0] == pair[1]) {
            ""
        } else {
            "::text"
        };
        let cast = if self.lowering.dialect == Dialect::Postgres {
            cast
        } else {
            ""
        };
        let columns: Vec<_> = arc
            .targets
            .iter()
            .map(|target| self.column(&target.column.name) + cast)
            .collect();
        if columns.len() == 1 {
            columns.concat()
        } else {
            format!("coalesce({})", columns.join(", "))
        }
    }

    fn column(&self, name: &str) -> String {
        format!("{}{}", self.qualifier, identifier(name))
    }

    pub(super) fn column_type(&self, field: FieldId, position: usize) -> Option<&Type> {
        self.entity
            .field(field)
            .columns()
            .get(position)
            .map(|column| &column.ty)
    }

    /// The text of an expression whose numbers are scaled as the place asks.
    fn piece(&self, expr: &Expr, scale: Option<u32>) -> Piece {
        match &expr.kind {
            ExprKind::Literal(value) => Piece::atom(self.value(expr.ty, value, scale)),
            ExprKind::Column(field, position) => self.scaled_column(*field, *position, scale),
            ExprKind::Arc(field) => Piece::atom(self.arc_key(*field).1),
            ExprKind::And(items) => self.list(items, " AND ", Binding::And),
            ExprKind::Or(items) => self.list(items, " OR ", Binding::Or),
            ExprKind::Not(inner) => Piece {
                text: format!("NOT {}", self.piece(inner, None).within(Binding::Atom)),
                binding: Binding::Not,
            },
            ExprKind::Compare(op, left, right) => self.comparison(*op, left, right),
            ExprKind::In { value, list, negated } => self.membership(value, list, *negated),
            ExprKind::IsNull { value, negated } => self.null_test(value, *negated),
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, scale, self.scale(expr)),
            ExprKind::Negate(inner) => Piece {
                text: format!("- {}", self.piece(inner, scale).within(Binding::Atom)),
                binding: Binding::Product,
            },
            ExprKind::Length(inner) => Piece::atom(self.length(inner)),
            ExprKind::Lower(inner) => Piece::atom(format!("lower({})", self.piece(inner, None).text)),
            ExprKind::Coalesce(items) => {
                let items: Vec<_> = items.iter().map(|item| self.piece(item, scale).text).collect();
                Piece::atom(format!("coalesce({})", items.join(", ")))
            }
        }
    }

    fn list(&self, items: &[Expr], separator: &str, binding: Binding) -> Piece {
        let items: Vec<_> = items
            .iter()
            .map(|item| self.piece(item, None).within(binding))
            .collect();
        Piece {
            text: items.join(separator),
            binding,
        }
    }

    fn comparison(&self, op: Comparison, left: &Expr, right: &Expr) -> Piece {
        if let (ExprKind::Arc(a), ExprKind::Arc(b)) = (&left.kind, &right.kind) {
            return self.arc_comparison(op, *a, *b);
        }
        let scale = self.common_scale([left, right].into_iter());
        let side = |expr: &Expr| self.piece(expr, scale).within(Binding::Sum);
        Piece {
            text: format!("{} {} {}", side(left), op.as_str(), side(right)),
            binding: Binding::Comparison,
        }
    }

    fn arc_comparison(&self, op: Comparison, left: FieldId, right: FieldId) -> Piece {
        let ((left_kind, left_id), (right_kind, right_id)) = (self.arc_key(left), self.arc_key(right));
        let same = format!("{left_kind} = {right_kind} AND {left_id} = {right_id}");
        match op {
            Comparison::NotEqual => Piece {
                text: format!("NOT ({same})"),
                binding: Binding::Not,
            },
            _ => Piece {
                text: same,
                binding: Binding::And,
            },
        }
    }

    fn membership(&self, value: &Expr, list: &[Expr], negated: bool) -> Piece {
        let scale = self.common_scale(std::iter::once(value).chain(list));
        let items: Vec<_> = list.iter().map(|item| self.piece(item, scale).text).collect();
        let value = self.piece(value, scale).within(Binding::Sum);
        let not = if negated { "NOT " } else { "" };
        Piece {
            text: format!("{value} {not}IN ({})", items.join(", ")),
            binding: Binding::Comparison,
        }
    }

    /// An arc is null when none of its columns is set; a reference of several columns when any is not.
    fn null_test(&self, value: &Expr, negated: bool) -> Piece {
        let word = if negated { "IS NOT NULL" } else { "IS NULL" };
        let value = self.piece(value, self.scale(value)).within(Binding::Sum);
        Piece {
            text: format!("{value} {word}"),
            binding: Binding::Comparison,
        }
    }

    fn arithmetic(&self, op: Arithmetic, left: &Expr, right: &Expr, scale: Option<u32>, own: Option<u32>) -> Piece {
        if op == Arithmetic::Multiply {
            return self.product(left, right, scale, own);
        }
        let scale = scale.filter(|_| own.is_some());
        let loosest = if op == Arithmetic::Add {
            Binding::Sum
        } else {
            Binding::Product
        };
        let (left, right) = (
            self.piece(left, scale).within(Binding::Sum),
            self.piece(right, scale).within(loosest),
        );
        Piece {
            text: format!("{left} {} {right}", op.as_str()),
            binding: Binding::Sum,
        }
    }

    /// Scales add up in a product, so its sides keep their own.
    fn product(&self, left: &Expr, right: &Expr, scale: Option<u32>, own: Option<u32>) -> Piece {
        let side = |expr: &Expr| self.piece(expr, own.and_then(|_| self.scale(expr)));
        let text = format!(
            "{} * {}",
            side(left).within(Binding::Product),
            side(right).within(Binding::Atom)
        );
        let piece = Piece {
            text,
            binding: Binding::Product,
        };
        match (scale, own) {
            (Some(wanted), Some(own)) => raise(piece, wanted, own),
            _ => piece,
        }
    }

    fn scaled_column(&self, field: FieldId, position: usize, scale: Option<u32>) -> Piece {
        let columns = self.entity.field(field).columns();
        let Some(column) = columns.get(position) else {
            return Piece::atom("NULL");
        };
        let text = Piece::atom(self.column(&column.name));
        let own = match column.ty.scalar {
            Scalar::Numeric { scale, .. } if self.lowering.encoding(&column.ty) == Encoding::Scaled => scale,
            _ => 0,
        };
        match (self.lowering.dialect, scale) {
            (Dialect::Postgres, _) => text,
            (Dialect::Sqlite, Some(wanted)) => raise(text, wanted, own),
            (Dialect::Sqlite, None) => unscaled(text, own, &column.ty, self.lowering.encoding(&column.ty)),
        }
    }

    fn length(&self, inner: &Expr) -> String {
        let ExprKind::Column(field, position) = inner.kind else {
            return self
                .lowering
                .length_of(&Type::plain(Scalar::Text), &self.piece(inner, None).text);
        };
        let name = self.piece(inner, None).text;
        match self.column_type(field, position) {
            Some(ty) if ty.array.is_some() => self.lowering.count_of(ty, &name),
            Some(ty) => self.lowering.length_of(ty, &name),
            None => name,
        }
    }

    fn value(&self, ty: ExprType, value: &Value, scale: Option<u32>) -> String {
        let typed = |scalar: Scalar| self.lowering.literal(&Type::plain(scalar), value);
        match (value, ty) {
            (Value::Int(number), _) => scale.map_or(number.to_string(), |scale| scaled(&number.to_string(), scale)),
            (Value::Decimal(number), _) => scale.map_or(number.clone(), |scale| scaled(number, scale)),
            (Value::Text(text), ExprType::Duration) => microseconds(text).to_string(),
            (Value::Text(_), ExprType::Uuid) => typed(Scalar::Uuid),
            (Value::Text(_), ExprType::Timestamp) => typed(Scalar::Timestamp),
            (Value::Text(_), ExprType::TimestampLocal) => typed(Scalar::TimestampLocal),
            (Value::Text(_), ExprType::Bytes) => typed(Scalar::Bytes),
            _ => typed(Scalar::Text),
        }
    }
}
