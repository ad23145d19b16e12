//! A statement that is being written: its text, and the code that adds its values in the order of their numbers.

use driftless_catalog::Dialect;
use proc_macro2::TokenStream;
use quote::quote;

use crate::data::column::Column;
use crate::data::store::Store;

/// A statement.
pub(crate) struct Statement<'s, 'a> {
    store: &'s Store<'a>,
    count: usize,
    /// Of a statement over many lines of values: the types of a line's values.
    line: Option<Vec<String>>,
    /// The code that adds its values.
    pub(crate) puts: Vec<TokenStream>,
}

impl<'s, 'a> Statement<'s, 'a> {
    /// A statement without values.
    pub(crate) fn new(store: &'s Store<'a>) -> Self {
        Self {
            store,
            count: 0,
            line: None,
            puts: Vec::new(),
        }
    }

    /// A statement over many lines of values, each of them a row of `"line"`.
    pub(crate) fn of_lines(store: &'s Store<'a>) -> Self {
        Self {
            line: Some(Vec::new()),
            ..Self::new(store)
        }
    }

    /// The code that makes its values.
    pub(crate) fn code(&self) -> TokenStream {
        let (values, puts) = (self.store.name("Values"), &self.puts);
        let mutable = (!puts.is_empty()).then(|| quote!(mut));
        quote!(let #mutable values = #values::default(); #(#puts)*)
    }

    /// Whether it is one over many lines.
    pub(crate) fn is_of_lines(&self) -> bool {
        self.line.is_some()
    }

    /// The lines as a table, out of one list of texts for each column: PostgreSQL reads each text as it reads its own output,
    /// and faster than members of JSON.
    pub(crate) fn lines(&self) -> String {
        let list = |of: &dyn Fn(usize, &str) -> String| {
            let types = (1..).zip(self.line.iter().flatten());
            types.map(|(at, ty)| of(at, ty)).collect::<Vec<_>>().join(", ")
        };
        format!(
            "(SELECT {} FROM unnest({}) AS \"line\" ({})) AS \"line\"",
            list(&|at, ty| match ty {
                "text" => format!("\"v{at}\""),
                _ => format!("CAST(\"v{at}\" AS {ty}) AS \"v{at}\""),
            }),
            list(&|at, _| format!("CAST(${at} AS text[])")),
            list(&|at, _| format!("\"v{at}\"")),
        )
    }

    /// How many values a line has.
    pub(crate) fn width(&self) -> usize {
        self.line.as_ref().map_or(0, Vec::len)
    }

    /// Takes a place for a value of a column, given a reference to it.
    pub(crate) fn put(&mut self, column: &Column<'_>, value: &TokenStream) -> String {
        let form = self.store.form(column);
        self.puts.push(quote!(values.put::<#form, _>(#value)?;));
        self.place_of(column)
    }

    /// The same for a value that may be null, given an optional reference to it.
    pub(crate) fn put_some(&mut self, column: &Column<'_>, value: &TokenStream) -> String {
        let form = self.store.form(column);
        // A choice reads better by itself than as an argument.
        let is_choice = value.to_string().contains("match ");
        self.puts.push(match is_choice {
            true => quote!(let value = #value; values.put_some::<#form, _>(value)?;),
            false => quote!(values.put_some::<#form, _>(#value)?;),
        });
        self.place_of(column)
    }

    /// Takes a place for a flag.
    pub(crate) fn add(&mut self, value: &TokenStream) -> String {
        self.puts.push(quote!(values.add(#value)?;));
        if let Some(line) = &mut self.line {
            line.push("boolean".to_owned());
        }
        self.place()
    }

    /// Takes a place whose value is added elsewhere.
    pub(crate) fn place(&mut self) -> String {
        self.count += 1;
        match self.store.database.dialect {
            _ if self.line.is_some() => format!("\"line\".\"v{}\"", self.count),
            Dialect::Postgres => format!("${}", self.count),
            Dialect::Sqlite => format!("?{}", self.count),
        }
    }

    /// Takes a place for a text that stands for a value of a column.
    pub(crate) fn place_of_text(&mut self, column: &Column<'_>) -> String {
        let place = self.place();
        match self.store.database.dialect {
            Dialect::Postgres => format!("CAST({place} AS {})", column.cast_type()),
            Dialect::Sqlite => place,
        }
    }

    /// Whose rows it is about: the condition, where they are somebody's.
    pub(crate) fn tenant_condition(&mut self) -> Option<String> {
        let store = self.store;
        let column = store.tenant_column()?;
        let place = self.put(column, &quote!(transaction.tenant()));
        Some(format!("{} = {place}", column.sql()))
    }

    /// That columns are equal to the variables named after them.
    pub(crate) fn equal(&mut self, columns: &[&Column<'_>]) -> Vec<String> {
        let parameters = self.store.parameters(columns);
        let pairs = columns.iter().zip(parameters);
        pairs
            .map(|(column, (variable, _))| {
                let place = self.put(column, &quote!(&#variable));
                format!("{} = {place}", column.sql())
            })
            .collect()
    }

    fn place_of(&mut self, column: &Column<'_>) -> String {
        if let Some(line) = &mut self.line {
            line.push(column.travels_as());
        }
        let place = self.place();
        match column.cast(self.store.database.dialect) {
            Some(ty) => format!("CAST({place} AS {ty})"),
            None => place,
        }
    }
}

/// Conditions that hold together, behind `WHERE`; nothing where there are none.
pub(crate) fn conditions(conditions: &[String]) -> String {
    match conditions {
        [] => String::new(),
        _ => format!(" WHERE {}", conditions.join(" AND ")),
    }
}
