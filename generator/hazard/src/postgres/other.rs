//! Everything that hangs on tables, and what has nothing to do with any.

use driftless_catalog::ObjectName;
use driftless_catalog::parse::postgres::Node;
use squawk_parser::SyntaxKind as K;

use super::{name, quiet};
use crate::effect::Effect;
use crate::world::World;
use crate::{Broken, Kind, Loss, Lost, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    match node.kind {
        K::CREATE_TRIGGER | K::DROP_TRIGGER | K::ALTER_TRIGGER | K::CREATE_RULE | K::DROP_RULE => vec![on_table(node)],
        K::CREATE_POLICY | K::DROP_POLICY | K::ALTER_POLICY => vec![policy(node)],
        K::COMMENT_ON => vec![comment(node)],
        K::GRANT | K::REVOKE => grant(node),
        K::ALTER_VIEW => renamed_view(node),
        K::REFRESH => vec![refresh(world, node)],
        K::CLUSTER | K::CLUSTER_LEGACY => each_table(world, node, Kind::Cluster, true),
        K::VACUUM => match name::has(node, K::FULL_KW) {
            true => each_table(world, node, Kind::VacuumFully, true),
            false => each_table(world, node, Kind::Vacuum, false),
        },
        K::ANALYZE => each_table(world, node, Kind::Analyze, false),
        K::CREATE_STATISTICS => {
            let tables = node.child(K::FROM_TABLE).map(|from| name::all(from, K::TABLE_NAME_REF));
            vec![Effect::new(Kind::CreateStatistics, "").on(Role::Table, tables.into_iter().flatten())]
        }
        K::DROP_STATISTICS => {
            let tables = name::all(node, K::STATISTICS_REF).into_iter();
            let tables = tables.filter_map(|statistics| world.statistics.get(&statistics).cloned());
            vec![Effect::new(Kind::DropStatistics, "").on(Role::Table, tables)]
        }
        K::CREATE_PUBLICATION => {
            let tables = name::all(node, K::TABLE_NAME_REF);
            vec![Effect::new(Kind::CreatePublication, "").on(Role::Table, tables)]
        }
        K::ALTER_DOMAIN => vec![domain(world, node)],
        K::ALTER_TYPE => vec![altered_type(node)],
        K::ALTER_SEQUENCE => {
            let owner = node
                .child(K::OPTION_OWNED_BY)
                .and_then(|by| name::column(by.child(K::QUALIFIED_COLUMN_NAME_REF)?));
            vec![match owner {
                Some((table, _)) => Effect::of(Kind::GiveSequenceToColumn, &table),
                None => Effect::new(Kind::AlterSequence, ""),
            }]
        }
        kind => quiet(without_table(kind)),
    }
}

fn without_table(kind: K) -> Kind {
    match kind {
        K::CREATE_FUNCTION | K::CREATE_PROCEDURE => Kind::CreateFunction,
        K::ALTER_FUNCTION | K::ALTER_PROCEDURE => Kind::AlterFunction,
        K::DROP_FUNCTION | K::DROP_PROCEDURE => Kind::DropFunction,
        K::CREATE_TYPE => Kind::CreateType,
        K::DROP_TYPE => Kind::DropType,
        K::CREATE_DOMAIN => Kind::CreateDomain,
        K::DROP_DOMAIN => Kind::DropDomain,
        K::CREATE_SEQUENCE => Kind::CreateSequence,
        K::DROP_SEQUENCE => Kind::DropSequence,
        K::CREATE_EXTENSION => Kind::CreateExtension,
        K::CREATE_SCHEMA => Kind::CreateSchema,
        K::DO => Kind::RunBlock,
        K::SET | K::RESET => Kind::SetSetting,
        K::BEGIN => Kind::BeginTransaction,
        K::COMMIT_TRANSACTION | K::ROLLBACK_TRANSACTION => Kind::EndTransaction,
        _ => Kind::Other,
    }
}

/// Triggers and rules.
fn on_table(node: &Node<'_>) -> Effect {
    let table = node
        .child(K::ON_RELATION)
        .or_else(|| node.child(K::RULE_ON))
        .and_then(|on| name::child(on, K::RELATION_NAME_REF));
    let object = |table: &Option<ObjectName>| table.as_ref().map(ToString::to_string).unwrap_or_default();
    let whole = object(&table);
    let lost = |sort| {
        let reference = [K::TRIGGER_REF, K::RULE_REF]
            .into_iter()
            .find_map(|kind| node.child(kind));
        let name = reference.and_then(Node::name).unwrap_or_default();
        Loss::new(Lost::Guarantee, sort, table.as_ref(), name)
    };
    let of = |kind| Effect::new(kind, whole.clone()).on(Role::Table, table.clone());
    match node.kind {
        K::CREATE_TRIGGER => of(Kind::CreateTrigger),
        K::DROP_TRIGGER => of(Kind::DropTrigger).loses(lost("trigger")),
        K::ALTER_TRIGGER => of(Kind::RenameTrigger),
        K::CREATE_RULE => of(Kind::CreateRule),
        _ => of(Kind::DropRule).loses(lost("rule")),
    }
}

fn policy(node: &Node<'_>) -> Effect {
    let table = node
        .child(K::ON_TABLE)
        .and_then(|on| name::child(on, K::TABLE_NAME_REF));
    let whole = table.as_ref().map(ToString::to_string).unwrap_or_default();
    let of = |kind| Effect::new(kind, whole.clone()).on(Role::Table, table.clone());
    match node.kind {
        K::CREATE_POLICY => of(Kind::CreatePolicy),
        K::DROP_POLICY => {
            let policy = node.child(K::POLICY_REF).and_then(Node::name).unwrap_or_default();
            of(Kind::DropPolicy).loses(Loss::new(Lost::Guarantee, "policy", table.as_ref(), policy))
        }
        _ if node.child(K::POLICY_RENAME_TO).is_some() => of(Kind::RenamePolicy),
        _ => of(Kind::AlterPolicy),
    }
}

fn comment(node: &Node<'_>) -> Effect {
    let Some(object) = node.children.iter().find(|child| !child.children.is_empty()) else {
        return Effect::new(Kind::CommentOnOther, "");
    };
    let of = |kind, table: Option<ObjectName>| Effect::new(kind, "").on(Role::Table, table);
    let word = object.children.first().map(|word| word.kind);
    match word {
        Some(K::TABLE_KW) => of(Kind::CommentOnTable, name::object(object)),
        Some(K::VIEW_KW | K::MATERIALIZED_KW) => of(Kind::CommentOnTable, name::object(object)),
        Some(K::COLUMN_KW) => of(Kind::CommentOnColumn, name::column(object).map(|(table, _)| table)),
        Some(K::INDEX_KW) => Effect::new(Kind::CommentOnIndex, "").on(Role::Index, name::object(object)),
        _ => {
            let table = [K::TABLE_NAME_REF, K::RELATION_NAME_REF]
                .into_iter()
                .find_map(|kind| object.find(kind));
            match table.and_then(name::object) {
                Some(table) => of(Kind::CommentOnPartOfTable, Some(table)),
                None => Effect::new(Kind::CommentOnOther, ""),
            }
        }
    }
}

fn grant(node: &Node<'_>) -> Vec<Effect> {
    let kind = if node.kind == K::GRANT {
        Kind::GrantOnTable
    } else {
        Kind::RevokeOnTable
    };
    let on = node.child(K::ON_PRIVILEGE_OBJECTS_CLAUSE);
    let tables = on.map(|on| [name::all(on, K::RELATION_NAME_REF), name::all(on, K::TABLE_NAME_REF)].concat());
    match tables.filter(|tables| !tables.is_empty()) {
        Some(tables) => tables.iter().map(|table| Effect::of(kind, table)).collect(),
        None => quiet(Kind::GrantOnOther),
    }
}

fn renamed_view(node: &Node<'_>) -> Vec<Effect> {
    match name::child(node, K::VIEW_REF).filter(|_| node.child(K::VIEW_RENAME_TO).is_some()) {
        Some(view) => vec![Effect::of(Kind::RenameView, &view).breaks(Broken::Readers(view.to_string()))],
        None => quiet(Kind::Other),
    }
}

fn refresh(world: &World, node: &Node<'_>) -> Effect {
    let kind = match node.child(K::CONCURRENTLY_KW).is_some() {
        true => Kind::RefreshMaterializedViewConcurrently,
        false => Kind::RefreshMaterializedView,
    };
    let Some(view) = name::child(node, K::VIEW_REF) else {
        return Effect::new(kind, "");
    };
    let sources = world.views.get(&view).cloned().unwrap_or_default();
    Effect::of(kind, &view).on(Role::Source, sources)
}

/// Statements about a list of tables, or about all there are.
fn each_table(world: &World, node: &Node<'_>, kind: Kind, indexes: bool) -> Vec<Effect> {
    let mut tables = name::all(node, K::TABLE_NAME_REF);
    if tables.is_empty() {
        tables = world.catalog.tables().map(|table| table.name.clone()).collect();
    }
    let effect = |table: &ObjectName| match indexes {
        true => Effect::of(kind, table).on(Role::Index, world.indexes(table)),
        false => Effect::of(kind, table),
    };
    tables.iter().map(effect).collect()
}

fn domain(world: &World, node: &Node<'_>) -> Effect {
    let domain = name::child(node, K::DOMAIN_REF);
    let kind = if node.child(K::SET_NOT_NULL).is_some() {
        Kind::SetDomainNotNull
    } else if node.child(K::VALIDATE_CONSTRAINT).is_some() {
        Kind::ValidateDomainConstraint
    } else {
        match node.child(K::ADD_CONSTRAINT) {
            Some(added) if name::has(added, K::NOT_VALID) => Kind::AddDomainConstraintNotValidated,
            Some(_) => Kind::AddDomainConstraint,
            None => Kind::AlterDomain,
        }
    };
    let Some(domain) = domain else {
        return Effect::new(kind, "");
    };
    let of_domain = |ty: &str| ty.replace('"', "").rsplit('.').next() == Some(domain.name.as_str());
    let users = world
        .catalog
        .tables()
        .filter(|table| table.columns.iter().any(|column| of_domain(&column.ty)));
    Effect::new(kind, domain.to_string()).on(Role::Table, users.map(|table| table.name.clone()))
}

fn altered_type(node: &Node<'_>) -> Effect {
    let name = name::child(node, K::TYPE_NAME_REF)
        .map(|name| name.to_string())
        .unwrap_or_default();
    let of = |kind| Effect::new(kind, name.clone());
    if node.child(K::ADD_VALUE).is_some() {
        of(Kind::AddEnumValue)
    } else if node.child(K::RENAME_VALUE).is_some() {
        of(Kind::RenameEnumValue).breaks(Broken::Writers(name.clone()))
    } else if node.child(K::TYPE_RENAME_TO).is_some() {
        of(Kind::RenameType).breaks(Broken::Writers(name.clone()))
    } else if node.child(K::SET_SCHEMA).is_some() {
        of(Kind::MoveTypeToSchema).breaks(Broken::Writers(name.clone()))
    } else {
        of(Kind::Other)
    }
}
