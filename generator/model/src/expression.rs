//! Portable expressions: one typed tree, printed to every SQL dialect and evaluated by other outputs. Three-valued:
//! null passes a check. The tree is built by `resolve`, which has already refused what does not type-check.

use driftless_diagnostics::Span;

use crate::{EnumId, FieldId, Value};

/// An expression with its type and the text it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What it yields.
    pub ty: ExprType,
    /// Where it was written.
    pub span: Span,
}

/// What an expression is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A literal; `Value::Null` for `null`.
    Literal(Value),
    /// A stored column: the field and the position among its columns (0 but for composite references).
    Column(FieldId, usize),
    /// An arc as a whole; comparable with another arc, and with null.
    Arc(FieldId),
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// Does not hold.
    Not(Box<Expr>),
    /// A comparison.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// One of a list of literals, or none of them.
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// The list.
        list: Vec<Expr>,
        /// `not in`
        negated: bool,
    },
    /// Is null, or is not.
    IsNull {
        /// What is asked.
        value: Box<Expr>,
        /// `is not null`
        negated: bool,
    },
    /// Arithmetic on numbers.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// The negative.
    Negate(Box<Expr>),
    /// Code points of text, bytes of bytes, elements of an array.
    Length(Box<Expr>),
    /// ASCII and Unicode lower case, as far as the database goes.
    Lower(Box<Expr>),
    /// The first that is not null.
    Coalesce(Vec<Expr>),
}

/// What an expression yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExprType {
    /// A condition or a bool.
    Bool,
    /// smallint, int, bigint.
    Int,
    /// numeric with this scale.
    Decimal(u32),
    /// float.
    Float,
    /// text and its kin.
    Text,
    /// An enum.
    Enum(EnumId),
    /// uuid, also of references.
    Uuid,
    /// timestamp.
    Timestamp,
    /// timestamp without zone.
    TimestampLocal,
    /// date.
    Date,
    /// time of day.
    Time,
    /// duration.
    Duration,
    /// bytes and sha256.
    Bytes,
    /// json and records.
    Json,
    /// inet.
    Inet,
    /// An array.
    Array,
    /// A vector.
    Vector,
    /// An arc.
    Arc,
    /// The literal null.
    Null,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// As written in the language and in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

impl Arithmetic {
    /// As written in the language and in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
        }
    }
}

impl Expr {
    /// Calls `visit` for this expression and everything inside it.
    pub fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Column(..) | ExprKind::Arc(_) => {}
            ExprKind::And(items) | ExprKind::Or(items) | ExprKind::Coalesce(items) => {
                items.iter().for_each(|item| item.walk(visit));
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Length(inner) | ExprKind::Lower(inner) => {
                inner.walk(visit);
            }
            ExprKind::IsNull { value, .. } => value.walk(visit),
            ExprKind::In { value, list, .. } => {
                value.walk(visit);
                list.iter().for_each(|item| item.walk(visit));
            }
            ExprKind::Compare(_, left, right) | ExprKind::Arithmetic(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
        }
    }

    /// The fields it reads, in order, each once.
    pub fn fields(&self) -> Vec<FieldId> {
        let mut fields = Vec::new();
        self.walk(&mut |expr| {
            if let ExprKind::Column(field, _) | ExprKind::Arc(field) = expr.kind
                && !fields.contains(&field)
            {
                fields.push(field);
            }
        });
        fields
    }
}
