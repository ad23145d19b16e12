//! Decimals on SQLite are integers that stand for a number of digits behind the point. Here is how many, and how a
//! number gets as many as the one it is held against.

use driftless_model::{Arithmetic, Expr, ExprKind, Scalar, Type, Value};

use super::expression::{Binding, Piece, Printer};
use super::storage::Encoding;
use crate::Dialect;

impl Printer<'_, '_> {
    /// The digits behind the point that SQLite's integers stand for; `None` where no scaling is needed.
    pub(super) fn scale(&self, expr: &Expr) -> Option<u32> {
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
    pub(super) fn common_scale<'e>(&self, mut items: impl Iterator<Item = &'e Expr>) -> Option<u32> {
        items.try_fold(0, |most, item| match item.kind {
            ExprKind::Literal(Value::Null) => Some(most),
            _ => Some(self.scale(item)?.max(most)),
        })
    }
}

pub(super) fn power(scale: u32) -> String {
    format!("1{}", "0".repeat(scale as usize))
}

pub(super) fn raise(piece: Piece, wanted: u32, own: u32) -> Piece {
    if wanted <= own {
        return piece;
    }
    Piece {
        text: format!("{} * {}", piece.within(Binding::Product), power(wanted - own)),
        binding: Binding::Product,
    }
}

/// A decimal beside a float is a float.
pub(super) fn unscaled(piece: Piece, own: u32, ty: &Type, encoding: Encoding) -> Piece {
    match (ty.scalar, encoding) {
        (Scalar::Numeric { .. }, Encoding::Scaled) if own > 0 => Piece {
            text: format!("{} / {}.0", piece.text, power(own)),
            binding: Binding::Product,
        },
        (Scalar::Numeric { .. }, Encoding::Text) => Piece::atom(format!("CAST({} AS REAL)", piece.text)),
        _ => piece,
    }
}
