//! Portable expressions as SQL: one printer for both dialects. Operators bind alike in both below the level of
//! comparisons; a comparison within a comparison is always put in parentheses, because there they differ.

use driftless_model::{Arc, Arithmetic, Comparison, Entity, Expr, ExprKind, ExprType, FieldId, Scalar, Type, Value};

use super::Lowering;
use super::literal::{microseconds, scaled};
use super::storage::Encoding;
use crate::Dialect;
use crate::sql::{identifier, literal};

/// How tightly a piece of text holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Atom,
}

struct Piece {
    text: String,
    binding: Binding,
}

impl Piece {
    fn atom(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            binding: Binding::Atom,
        }
    }

    fn within(self, binding: Binding) -> String {
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

    /// The digits behind the point that SQLite's integers stand for; `None` where no scaling is needed.
    fn scale(&self, expr: &Expr) -> Option<u32> {
        if self.lowering.dialect == Dialect::Postgres {
            return None;
        }
        match &expr.kind {
            ExprKind::Column(field, position) => match self.column_type(*field, *position) {
                Some(ty) if self.lowering.encoding(ty) == Encoding::Scaled => match ty.scalar {
                    Scalar::Numeric { scale, .. } => Some(scale),
                    _ => None,
                },
                Some(ty) => matches!(ty.scalar, Scalar::Smallint | Scalar::Int | Scalar::Bigint).then_some(0),
                None => None,
            },
            ExprKind::Literal(Value::Int(_)) => Some(0),
            ExprKind::Literal(Value::Decimal(text)) => Some(
                text.split_once('.')
                    .map_or(0, |(_, fraction)| u32::try_from(fraction.len()).unwrap_or(0)),
            ),
            ExprKind::Arithmetic(Arithmetic::Multiply, left, right) => Some(self.scale(left)? + self.scale(right)?),
            ExprKind::Arithmetic(_, left, right) => Some(self.scale(left)?.max(self.scale(right)?)),
            ExprKind::Negate(inner) => self.scale(inner),
            ExprKind::Coalesce(items) => self.common_scale(items.iter()),
            ExprKind::Length(_) => Some(0),
            _ => None,
        }
    }

    /// The scale in which numbers can be held against each other; `None` where one of them has none.
    fn common_scale<'e>(&self, mut items: impl Iterator<Item = &'e Expr>) -> Option<u32> {
        items.try_fold(0, |most, item| match item.kind {
            ExprKind::Literal(Value::Null) => Some(most),
            _ => Some(self.scale(item)?.max(most)),
        })
    }

    fn column_type(&self, field: FieldId, position: usize) -> Option<&Type> {
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
        let binding = if op == Arithmetic::Multiply {
            Binding::Product
        } else {
            Binding::Sum
        };
        let (scale, own) = (scale.filter(|_| own.is_some()), own);
        if let (Arithmetic::Multiply, Some(wanted), Some(own)) = (op, scale, own) {
            let sides = [left, right].map(|side| self.piece(side, self.scale(side)).within(Binding::Product));
            return raise(
                Piece {
                    text: sides.join(" * "),
                    binding,
                },
                wanted,
                own,
            );
        }
        let left = self.piece(left, scale).within(binding);
        let right = self.piece(right, scale).within(if op == Arithmetic::Add {
            binding
        } else {
            Binding::Product
        });
        let right = if op == Arithmetic::Multiply {
            format!("({right})")
        } else {
            right
        };
        Piece {
            text: format!("{left} {} {right}", op.as_str()),
            binding,
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

fn power(scale: u32) -> String {
    format!("1{}", "0".repeat(scale as usize))
}

fn raise(piece: Piece, wanted: u32, own: u32) -> Piece {
    if wanted <= own {
        return piece;
    }
    Piece {
        text: format!("{} * {}", piece.within(Binding::Product), power(wanted - own)),
        binding: Binding::Product,
    }
}

/// A decimal beside a float is a float.
fn unscaled(piece: Piece, own: u32, ty: &Type, encoding: Encoding) -> Piece {
    match (ty.scalar, encoding) {
        (Scalar::Numeric { .. }, Encoding::Scaled) if own > 0 => Piece {
            text: format!("{} / {}.0", piece.text, power(own)),
            binding: Binding::Product,
        },
        (Scalar::Numeric { .. }, Encoding::Text) => Piece::atom(format!("CAST({} AS REAL)", piece.text)),
        _ => piece,
    }
}
