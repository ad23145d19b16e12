//! Schema to Catalog, one dialect at a time. In: the meaning. Out: the tables that hold it, the rules they enforce,
//! and a note for every rule that this dialect cannot enforce. Nothing here prints a statement.

mod check;
mod column;
mod default;
mod expression;
mod former;
mod gap;
mod guard;
mod guard_postgres;
mod guard_sqlite;
mod held;
mod index;
mod json;
mod limit;
mod literal;
mod lookup;
mod meaning;
mod reference;
mod scale;
mod storage;
mod table;
mod tenancy;
mod type_check;
mod variant;

use driftless_diagnostics::{Diagnostics, Span};
use driftless_model::{Column, Entity, EntityId, Field, FieldId, NativeKind, Scalar, Schema};

use crate::collision::report_collisions;
use crate::{Catalog, Dialect, EnumType, Grant, Namespace, Native, ObjectName, Origin, Privilege, Unseen};
use storage::Settings;

/// A lowered schema.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// What the database must hold.
    pub catalog: Catalog,
    /// What is wrong with that, and what the dialect cannot enforce.
    pub diagnostics: Diagnostics,
}

/// What a field is when nobody says, as SQL: also of a field that only some variants have, whose column has no default.
pub fn default_text(schema: &Schema, dialect: Dialect, field: &Field, column: &Column) -> Option<String> {
    Lowering::of(schema, dialect).stated_default(field, column)
}

/// The current time as a column of this type keeps it, as SQL.
pub fn now_text(schema: &Schema, dialect: Dialect, scalar: Scalar) -> String {
    Lowering::of(schema, dialect).now(scalar)
}

/// Which column of an arc is set, and what it holds, as the SQL that indexes over the arc have.
pub fn arc_text(schema: &Schema, dialect: Dialect, entity: EntityId, field: FieldId) -> (String, String) {
    let lowering = Lowering::of(schema, dialect);
    let printer = expression::Printer {
        lowering: &lowering,
        entity: schema.entity(entity),
        qualifier: "",
    };
    printer.arc_key(field)
}

/// Lowers a schema to one dialect.
pub fn lower(schema: &Schema, dialect: Dialect) -> Lowered {
    let mut lowering = Lowering::of(schema, dialect);
    lowering.lower_namespaces();
    lowering.lower_enums();
    lowering.lower_natives();
    lowering.lower_documents();
    for (id, _) in schema.entities() {
        table::lower_table(&mut lowering, id);
    }
    reference::cover_targets(&mut lowering.catalog);
    lowering.note_tenancy_gap();
    lowering.note_replacement_gap();
    lowering.note_record_gaps();
    lowering.note_cycle_gaps();
    lowering.note_held_gaps();
    lowering.report_gaps();
    report_collisions(&lowering.catalog, &mut lowering.diagnostics);
    Lowered {
        catalog: lowering.catalog,
        diagnostics: lowering.diagnostics,
    }
}

/// What lowering works on.
struct Lowering<'a> {
    schema: &'a Schema,
    dialect: Dialect,
    settings: Settings<'a>,
    catalog: Catalog,
    gaps: Vec<gap::Gap>,
    diagnostics: Diagnostics,
}

impl<'a> Lowering<'a> {
    fn of(schema: &'a Schema, dialect: Dialect) -> Self {
        Self {
            schema,
            dialect,
            settings: Settings::of(schema),
            catalog: Catalog::empty(dialect),
            gaps: Vec::new(),
            diagnostics: Diagnostics::default(),
        }
    }

    fn is_sqlite(&self) -> bool {
        self.dialect == Dialect::Sqlite
    }

    fn entity(&self, id: EntityId) -> &'a Entity {
        self.schema.entity(id)
    }

    fn table_name(&self, entity: &Entity) -> ObjectName {
        self.object_name(entity.table.namespace.as_deref(), &entity.table.name)
    }

    /// SQLite has no namespaces: there the name begins with it.
    fn object_name(&self, namespace: Option<&str>, name: &str) -> ObjectName {
        match (self.dialect, namespace) {
            (Dialect::Sqlite, Some(namespace)) => ObjectName {
                namespace: None,
                name: format!("{namespace}_{name}"),
            },
            _ => ObjectName {
                namespace: namespace.map(str::to_owned),
                name: name.to_owned(),
            },
        }
    }

    fn lower_namespaces(&mut self) {
        if self.is_sqlite() {
            return;
        }
        let domains = self.schema.domains.iter();
        let stated = domains.filter_map(|domain| Some((domain.namespace.as_deref()?, domain.span, Some(&domain.doc))));
        let tables = self.schema.entities.iter();
        let used = tables.filter_map(|entity| Some((entity.table.namespace.as_deref()?, entity.span, None)));
        for (name, span, doc) in stated.chain(used) {
            if name != "public" && !self.catalog.namespaces.iter().any(|namespace| namespace.name == name) {
                self.catalog
                    .namespaces
                    .push(self.namespace(name, span, doc.map(String::as_str)));
            }
        }
    }

    fn namespace(&self, name: &str, span: Span, doc: Option<&str>) -> Namespace {
        Namespace {
            name: name.to_owned(),
            comment: doc.filter(|doc| !doc.is_empty()).map(str::to_owned),
            grants: self.grants(&[Privilege::Usage]),
            origin: Origin::new(span, name),
        }
    }

    /// What the application's role may do, where there is one.
    fn grants(&self, privileges: &[Privilege]) -> Vec<Grant> {
        let role = self.settings.app_role.filter(|_| !self.is_sqlite());
        role.map(|role| Grant {
            role: role.to_owned(),
            privileges: privileges.to_vec(),
        })
        .into_iter()
        .collect()
    }

    fn lower_enums(&mut self) {
        if self.is_sqlite() {
            return;
        }
        for item in self.schema.enums.iter().filter(|item| item.native) {
            self.catalog.enums.push(EnumType {
                name: self.enum_name(item),
                labels: item.values.iter().map(|value| value.value.clone()).collect(),
                words: Unseen(self.words_of(item)),
                comment: Some(item.doc.clone()).filter(|doc| !doc.is_empty()),
                origin: Origin::new(item.span, item.name.as_str()).formerly(Self::former_enums(item)),
            });
        }
    }

    fn enum_name(&self, item: &driftless_model::Enum) -> ObjectName {
        let namespace = self.schema.domain(item.domain).namespace.as_deref();
        self.object_name(namespace, &item.name.snake())
    }

    fn lower_natives(&mut self) {
        for native in &self.schema.natives {
            let sql = if self.is_sqlite() {
                &native.sqlite
            } else {
                &native.postgres
            };
            let Some(sql) = sql else { continue };
            let names = native
                .after_natives
                .iter()
                .map(|&position| self.schema.natives[position].name.to_string());
            self.catalog.natives.push(Native {
                name: native.name.to_string(),
                kind: native.kind,
                up: closed(&sql.up),
                down: closed(&sql.down),
                after_tables: native
                    .after
                    .iter()
                    .map(|&id| self.table_name(self.entity(id)))
                    .collect(),
                after_natives: names.collect(),
                origin: Origin::new(native.span, native.name.as_str()),
            });
        }
        self.catalog
            .natives
            .sort_by_key(|native| native.kind != NativeKind::Extension);
    }
}

/// The author's SQL with a semicolon at its end, or nothing.
fn closed(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(';') {
        text.to_owned()
    } else {
        format!("{text};")
    }
}
