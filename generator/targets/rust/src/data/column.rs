//! One column of a table as the data layer sees it: what it is called, what it holds in Rust, how the database keeps it.

use driftless_catalog::sql::identifier;
use driftless_catalog::{Column as Stored, Dialect};
use driftless_model::{Field, FieldId, Scalar, Type, Visibility};
use driftless_shape::ItemType;
use proc_macro2::TokenStream;
use quote::quote;

use crate::scope::Scope;
use crate::types;

/// A column.
pub(crate) struct Column<'a> {
    /// Its field.
    pub(crate) field: &'a Field,
    /// The field's position.
    pub(crate) id: FieldId,
    /// Position among the field's columns.
    pub(crate) at: usize,
    /// What the schema says of it.
    pub(crate) declared: &'a driftless_model::Column,
    /// What the database is told of it.
    pub(crate) stored: &'a Stored,
    /// What it holds, without null.
    pub(crate) item: ItemType,
}

impl Column<'_> {
    /// Its name in SQL, quoted.
    pub(crate) fn sql(&self) -> String {
        identifier(&self.declared.name)
    }

    /// The words of a variable or member that stands for it.
    pub(crate) fn word(&self) -> String {
        match self.field.value() {
            Some(_) => self.field.name.snake(),
            None => self.declared.words.snake(),
        }
    }

    /// Whether its value is wrapped so that it cannot be printed.
    pub(crate) fn is_secret(&self) -> bool {
        self.field.visibility == Visibility::Secret
    }

    /// The Rust type of its value.
    pub(crate) fn rust_type(&self, scope: &Scope<'_>) -> TokenStream {
        let ty = types::item_type(scope, &self.item);
        if !self.is_secret() {
            return ty;
        }
        let secret = scope.name("crate::scalars", "Secret");
        quote!(#secret<#ty>)
    }

    /// The type to convert a value to on its way into the column, where the driver does not speak the column's own.
    pub(crate) fn cast(&self, dialect: Dialect) -> Option<String> {
        let differs = dialect == Dialect::Postgres && self.travels_as() != self.stored.ty;
        differs.then(|| self.cast_type())
    }

    /// The type of the column without its length or scale: a value that is cast to `varchar(5)` is cut to fit without a word,
    /// one that is assigned is refused.
    pub(crate) fn cast_type(&self) -> String {
        let ty = &self.stored.ty;
        match (ty.find('('), ty.find(')')) {
            (Some(open), Some(close)) if open < close => format!("{}{}", &ty[..open], &ty[close + 1..]),
            _ => ty.clone(),
        }
    }

    /// How the column is read.
    pub(crate) fn selected(&self, dialect: Dialect) -> String {
        let name = self.sql();
        match self.cast(dialect) {
            Some(_) => format!("{name}::{} AS {name}", self.travels_as()),
            None => name,
        }
    }

    /// The PostgreSQL type in which the driver reads and writes values.
    pub(crate) fn travels_as(&self) -> String {
        let scalar = postgres_type(self.declared.ty.scalar);
        match is_list(&self.declared.ty) {
            true => format!("{scalar}[]"),
            false => scalar,
        }
    }
}

/// Whether a value is a list for PostgreSQL: a list of documents is one document.
pub(crate) fn is_list(ty: &Type) -> bool {
    ty.array.is_some() && !is_document(ty.scalar)
}

/// Whether values are JSON.
pub(crate) fn is_document(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::Json | Scalar::Record(_))
}

fn postgres_type(scalar: Scalar) -> String {
    let name = match scalar {
        Scalar::Smallint => "smallint",
        Scalar::Int => "integer",
        Scalar::Bigint | Scalar::Duration => "bigint",
        Scalar::Numeric { precision, scale } => return format!("numeric({precision},{scale})"),
        Scalar::Float => "double precision",
        Scalar::Bool => "boolean",
        Scalar::Uuid => "uuid",
        Scalar::Timestamp => "timestamp with time zone",
        Scalar::TimestampLocal => "timestamp without time zone",
        Scalar::Date => "date",
        Scalar::Time => "time without time zone",
        Scalar::Bytes | Scalar::Sha256 => "bytea",
        Scalar::Vector(_) => "real[]",
        Scalar::Inet => "inet",
        scalar if is_document(scalar) => "jsonb",
        _ => "text",
    };
    name.to_owned()
}
