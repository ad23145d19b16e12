//! The tables of the root file alone.

use super::{Keys, keys, word};
use crate::document::{LintDecl, Literal, OutputDecl, OutputSettings, SchemaDecl, TenantDecl, Text, WireDecl};

pub(super) fn schema(root: &Keys<'_>) -> Option<SchemaDecl> {
    let table = keys(root.get("schema")?)?;
    Some(SchemaDecl {
        name: table.text("name"),
        doc: table.text("doc"),
        version: table.text("version"),
        tenant: tenant(&table),
        lowering: table.integer("lowering"),
        include: table.texts("include"),
        span: root.span("schema"),
    })
}

fn tenant(schema: &Keys<'_>) -> Option<TenantDecl> {
    let table = keys(schema.get("tenant")?)?;
    Some(TenantDecl {
        entity: table.text("entity"),
        setting: table.text("setting"),
        span: schema.span("tenant"),
    })
}

pub(super) fn wire(table: &Keys<'_>) -> WireDecl {
    WireDecl {
        int8: table.word("int8"),
        numeric: table.word("numeric"),
        case: table.word("case"),
    }
}

pub(super) fn output(name: &Text, value: &Literal) -> Option<OutputDecl> {
    let table = keys(value)?;
    Some(OutputDecl {
        name: name.clone(),
        doc: table.text("doc"),
        enabled: table.flag("enabled"),
        path: table.text("path"),
        templates: table.text("templates"),
        settings: output_settings(&name.value, &table),
    })
}

fn output_settings(name: &str, table: &Keys<'_>) -> OutputSettings {
    match name {
        "postgres" => OutputSettings::Postgres {
            app_role: table.text("app_role"),
        },
        "sqlite" => OutputSettings::Sqlite {
            uuid: table.word("uuid"),
            decimal: table.word("decimal"),
        },
        "rust" => OutputSettings::Rust {
            package: table.text("package"),
        },
        "openapi" => OutputSettings::Openapi {
            title: table.text("title"),
            version: table.word("version"),
            servers: table.texts("servers"),
            auth: table.word("auth"),
        },
        "typescript" => OutputSettings::Typescript {
            package: table.text("package"),
            brands: table.word("brands"),
        },
        "python" => OutputSettings::Python {
            package: table.text("package"),
        },
        "docs" => OutputSettings::Docs,
        "json_schema" => OutputSettings::JsonSchema,
        _ => OutputSettings::Custom {
            options: table.literal("options"),
        },
    }
}

pub(super) fn lints(root: &Keys<'_>) -> Vec<LintDecl> {
    root.each("lint", |code, value| {
        Some(LintDecl {
            code: code.clone(),
            level: word(value)?,
        })
    })
}
