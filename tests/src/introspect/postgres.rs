//! A PostgreSQL database to a Catalog: names, types and flags from `pg_catalog`, definitions as `pg_get_*def` prints
//! them. Objects of extensions are left out; what the Catalog does not model comes as opaque objects.

use driftless_catalog::replay::Replay;
use driftless_catalog::{
    Catalog, Column, Dialect, EnumType, Function, Generated, Grant, Namespace, ObjectName, Opaque, Origin, Policy,
    Privilege, Table, Unseen,
};
use postgres::{Client, Row};

/// User namespaces, and no objects of extensions; `c` is the object, `{class}` the catalog it lies in.
const OWN: &str = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 FROM \
                   pg_catalog.pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')";

/// Everything the database holds.
#[track_caller]
pub fn catalog(client: &mut Client) -> Catalog {
    client
        .batch_execute(
            "SET search_path = public; SET TimeZone = 'UTC'; SET IntervalStyle = 'postgres'; SET DateStyle = 'ISO'",
        )
        .expect("settings");
    let mut catalog = Catalog::empty(Dialect::Postgres);
    catalog.namespaces = namespaces(client);
    catalog.enums = enums(client);
    catalog.functions = functions(client);
    catalog.tables = tables(client);
    catalog.opaque = opaque(client);
    let mut catalog = hanging(client, catalog);
    flags(client, &mut catalog);
    catalog
}

#[track_caller]
fn query(client: &mut Client, sql: &str) -> Vec<Row> {
    let sql = sql.replace("{own}", OWN);
    client
        .query(&sql, &[])
        .unwrap_or_else(|error| panic!("{error:?}\n{sql}"))
}

fn name(namespace: &str, name: &str) -> ObjectName {
    ObjectName {
        namespace: Some(namespace.to_owned()).filter(|namespace| namespace != "public"),
        name: name.to_owned(),
    }
}

/// What roles other than the owner may do; the class is named in the query.
fn grants(text: Option<String>) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    for entry in text.unwrap_or_default().lines() {
        let Some((role, word)) = entry.split_once('\t') else {
            continue;
        };
        let all = [
            Privilege::Select,
            Privilege::Insert,
            Privilege::Update,
            Privilege::Delete,
            Privilege::Usage,
            Privilege::Execute,
        ];
        let Some(privilege) = all.into_iter().find(|privilege| privilege.as_str() == word) else {
            continue;
        };
        match grants.iter_mut().find(|grant| grant.role == role) {
            Some(grant) => grant.privileges.push(privilege),
            None => grants.push(Grant {
                role: role.to_owned(),
                privileges: vec![privilege],
            }),
        }
    }
    grants.iter_mut().for_each(|grant| grant.privileges.sort());
    grants.sort();
    grants
}

/// The grants of an object as lines for [`grants`].
fn acl(column: &str, owner: &str) -> String {
    format!(
        "(SELECT string_agg(pg_get_userbyid(a.grantee) || E'\\t' || a.privilege_type, E'\\n') FROM aclexplode({column}) a \
         WHERE a.grantee <> 0 AND a.grantee <> {owner})"
    )
}

fn namespaces(client: &mut Client) -> Vec<Namespace> {
    let sql = format!(
        "SELECT n.nspname, obj_description(n.oid, 'pg_namespace'), {} FROM pg_namespace n, LATERAL (SELECT n.oid) c WHERE \
         {{own}} AND n.nspname <> 'public' ORDER BY 1",
        acl("n.nspacl", "n.nspowner")
    );
    let rows = query(client, &sql);
    rows.iter()
        .map(|row| Namespace {
            name: row.get(0),
            comment: row.get(1),
            grants: grants(row.get(2)),
            origin: Origin::default(),
        })
        .collect()
}

fn enums(client: &mut Client) -> Vec<EnumType> {
    let sql = "SELECT n.nspname, c.typname, array(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = c.oid ORDER \
               BY e.enumsortorder), obj_description(c.oid, 'pg_type') FROM pg_type c JOIN pg_namespace n ON n.oid = \
               c.typnamespace WHERE c.typtype = 'e' AND {own} ORDER BY 1, 2";
    let rows = query(client, sql);
    rows.iter()
        .map(|row| EnumType {
            name: name(row.get(0), row.get(1)),
            labels: row.get(2),
            words: Unseen::default(),
            comment: row.get(3),
            origin: Origin::default(),
        })
        .collect()
}

fn functions(client: &mut Client) -> Vec<Function> {
    let sql = format!(
        "SELECT n.nspname, c.proname, pg_get_function_arguments(c.oid), pg_get_function_result(c.oid), l.lanname, \
         coalesce(pg_get_function_sqlbody(c.oid), c.prosrc), obj_description(c.oid, 'pg_proc'), c.proacl IS NOT NULL AND \
         NOT EXISTS (SELECT 1 FROM aclexplode(c.proacl) a WHERE a.grantee = 0), {}, concat_ws(' ', CASE c.provolatile WHEN \
         'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' END, CASE WHEN c.proisstrict THEN 'STRICT' END, CASE WHEN c.prosecdef \
         THEN 'SECURITY DEFINER' END, CASE WHEN c.proleakproof THEN 'LEAKPROOF' END, CASE c.proparallel WHEN 's' THEN \
         'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' END, array_to_string(c.proconfig, ' ')) FROM pg_proc c JOIN \
         pg_namespace n ON n.oid = c.pronamespace JOIN pg_language l ON l.oid = c.prolang WHERE c.prokind = 'f' AND {{own}} \
         ORDER BY 1, 2, 3",
        acl("c.proacl", "c.proowner")
    );
    let rows = query(client, &sql);
    rows.iter()
        .map(|row| Function {
            name: name(row.get(0), row.get(1)),
            arguments: row.get(2),
            returns: row.get::<_, Option<String>>(3).unwrap_or_default(),
            language: row.get(4),
            body: row.get::<_, String>(5).trim().to_owned(),
            comment: row.get(6),
            restricted: row.get(7),
            grants: grants(row.get(8)),
            options: row.get(9),
            reads: None,
            origin: Origin::default(),
        })
        .collect()
}

fn tables(client: &mut Client) -> Vec<Table> {
    let sql = format!(
        "SELECT n.nspname, c.relname, c.relrowsecurity, obj_description(c.oid, 'pg_class'), {}, array_remove(ARRAY[CASE WHEN \
         c.relpersistence = 'u' THEN 'UNLOGGED' END, 'PARTITION BY ' || pg_get_partkeydef(c.oid), CASE WHEN \
         c.relispartition THEN 'PARTITION OF ' || (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = \
         c.oid) || ' ' || pg_get_expr(c.relpartbound, c.oid) END, CASE WHEN NOT c.relispartition THEN (SELECT 'INHERITS (' || \
         string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) || ')' FROM pg_inherits i WHERE i.inhrelid = \
         c.oid) END, 'WITH (' || array_to_string(c.reloptions, ', ') || ')', CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW \
         LEVEL SECURITY' END], NULL), c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN \
         ('r', 'p') AND c.relpersistence <> 't' AND {{own}} ORDER BY 1, 2",
        acl("c.relacl", "c.relowner")
    );
    let rows = query(client, &sql);
    let mut tables = Vec::new();
    for row in &rows {
        let mut table = Table::new(name(row.get(0), row.get(1)), Origin::default());
        table.row_security = row.get(2);
        table.comment = row.get(3);
        table.grants = grants(row.get(4));
        table.extras = row.get(5);
        tables.push((row.get::<_, u32>(6), table));
    }
    columns(client, &mut tables);
    tables.into_iter().map(|(_, table)| table).collect()
}

fn columns(client: &mut Client, tables: &mut [(u32, Table)]) {
    let sql = "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, \
               d.adrelid), a.attgenerated = 's', a.attgenerated <> '', a.attidentity <> '', a.attidentity = 'a', CASE WHEN \
               a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN (SELECT 'COLLATE ' || quote_ident(o.collname) \
               FROM pg_collation o WHERE o.oid = a.attcollation) END, col_description(a.attrelid, a.attnum), (SELECT \
               concat_ws(' ', CASE WHEN s.seqstart <> 1 THEN 'START ' || s.seqstart END, CASE WHEN s.seqincrement <> 1 THEN \
               'INCREMENT ' || s.seqincrement END) FROM pg_depend p JOIN pg_sequence s ON s.seqrelid = p.objid WHERE \
               p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i' AND p.classid = 'pg_class'::regclass) FROM pg_attribute a \
               JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
               WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum";
    for row in query(client, sql) {
        let relation: u32 = row.get(0);
        let Some((_, table)) = tables.iter_mut().find(|(oid, _)| *oid == relation) else {
            continue;
        };
        let (expr, generated): (Option<String>, bool) = (row.get(4), row.get(6));
        let identity: bool = row.get(7);
        let numbering = numbering(identity, row.get(8), row.get(11));
        table.columns.push(Column {
            name: row.get(1),
            ty: row.get(2),
            nullable: !row.get::<_, bool>(3),
            default: expr.clone().filter(|_| !generated),
            generated: expr.filter(|_| generated).map(|expr| Generated {
                expr,
                stored: row.get(5),
            }),
            identity,
            comment: row.get(10),
            meaning: Unseen(None),
            extras: row.get::<_, Option<String>>(9).into_iter().chain(numbering).collect(),
            origin: Origin::default(),
        });
    }
}

fn numbering(identity: bool, always: bool, options: Option<String>) -> Option<String> {
    let options = options.filter(|options| !options.is_empty());
    let given = if always { "ALWAYS" } else { "BY DEFAULT" };
    let unusual = identity && (always || options.is_some());
    unusual.then(|| match options {
        Some(options) => format!("GENERATED {given} AS IDENTITY ({options})"),
        None => format!("GENERATED {given} AS IDENTITY"),
    })
}

/// Constraints, indexes and triggers: the server's own text, read as everybody's.
#[track_caller]
fn hanging(client: &mut Client, catalog: Catalog) -> Catalog {
    let mut replay = Replay::of(catalog);
    let constraints = "SELECT 'ALTER TABLE ONLY ' || c.conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(c.conname) \
                       || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_namespace n ON n.oid = \
                       c.connamespace WHERE c.conrelid <> 0 AND c.contype IN ('p', 'u', 'f', 'c', 'x') AND NOT EXISTS \
                       (SELECT 1 FROM pg_constraint w WHERE w.oid = c.conparentid AND w.conrelid = c.conrelid) AND {own} \
                       ORDER BY array_position('{p,u,c,x,f}'::text[], c.contype::text), c.conname";
    let indexes = "SELECT pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index \
                   i ON i.indexrelid = c.oid WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid AND \
                   k.contype IN ('p', 'u', 'x')) AND {own} ORDER BY c.relname";
    let triggers = "SELECT pg_get_triggerdef(c.oid) FROM pg_trigger c JOIN pg_class r ON r.oid = c.tgrelid JOIN pg_namespace \
                    n ON n.oid = r.relnamespace WHERE NOT c.tgisinternal AND {own} ORDER BY c.tgname";
    for sql in [constraints, indexes, triggers] {
        for row in query(client, sql) {
            let text: String = row.get(0);
            if let Err(mistake) = replay.apply(&text) {
                panic!("what the server prints is not understood: {mistake}\n{text}");
            }
        }
    }
    replay.finish()
}

/// What no definition tells: switched off triggers, policies, comments on what hangs.
fn flags(client: &mut Client, catalog: &mut Catalog) {
    let triggers = "SELECT n.nspname, r.relname, c.tgname, c.tgenabled = 'D', obj_description(c.oid, 'pg_trigger') FROM \
                    pg_trigger c JOIN pg_class r ON r.oid = c.tgrelid JOIN pg_namespace n ON n.oid = r.relnamespace WHERE NOT \
                    c.tgisinternal AND {own}";
    for row in query(client, triggers) {
        let named: String = row.get(2);
        let table = table(catalog, row.get(0), row.get(1));
        let trigger = table.and_then(|table| table.triggers.iter_mut().find(|trigger| trigger.name == named));
        if let Some(trigger) = trigger {
            (trigger.disabled, trigger.comment) = (row.get(3), row.get(4));
        }
    }
    let checks = "SELECT n.nspname, r.relname, c.conname, obj_description(c.oid, 'pg_constraint') FROM pg_constraint c JOIN \
                  pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace WHERE c.contype = 'c' AND {own}";
    for row in query(client, checks) {
        let named: String = row.get(2);
        let table = table(catalog, row.get(0), row.get(1));
        if let Some(check) = table.and_then(|table| table.checks.iter_mut().find(|check| check.name == named)) {
            check.comment = row.get(3);
        }
    }
    policies(client, catalog);
}

fn policies(client: &mut Client, catalog: &mut Catalog) {
    let sql = "SELECT n.nspname, r.relname, c.polname, pg_get_expr(c.polqual, c.polrelid), pg_get_expr(c.polwithcheck, \
               c.polrelid), c.polcmd = '*' AND c.polpermissive AND c.polroles = '{0}', obj_description(c.oid, 'pg_policy') \
               FROM pg_policy c JOIN pg_class r ON r.oid = c.polrelid JOIN pg_namespace n ON n.oid = r.relnamespace WHERE \
               {own} ORDER BY 3";
    for row in query(client, sql) {
        let (using, with_check): (Option<String>, Option<String>) = (row.get(3), row.get(4));
        let named: String = row.get(2);
        let plain: bool = row.get(5);
        let Some(table) = table(catalog, row.get(0), row.get(1)) else {
            continue;
        };
        match (using, with_check) {
            (Some(using), Some(with_check)) if plain => table.policies.push(Policy {
                name: named,
                using,
                with_check,
                comment: row.get(6),
                origin: Origin::default(),
            }),
            _ => {
                let on = table.name.clone();
                catalog.opaque.push(object("policy", format!("{named} on {on}")));
            }
        }
    }
}

fn table<'c>(catalog: &'c mut Catalog, namespace: &str, table: &str) -> Option<&'c mut Table> {
    let name = name(namespace, table);
    catalog.tables.iter_mut().find(|table| table.name == name)
}

fn object(kind: &str, name: String) -> Opaque {
    Opaque {
        kind: kind.to_owned(),
        name,
        text: String::new(),
        needs: Vec::new(),
        place: Unseen::default(),
    }
}

/// Objects that the Catalog does not model, by kind and name.
fn opaque(client: &mut Client) -> Vec<Opaque> {
    let sql = "SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' \
               THEN 'foreign table' ELSE 'type' END, n.nspname, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = \
               c.relnamespace WHERE c.relkind IN ('v', 'm', 'S', 'f', 'c') AND c.relpersistence <> 't' AND NOT EXISTS (SELECT 1 FROM pg_depend x WHERE x.objid = c.reltype AND x.deptype = 'e') AND {own} AND NOT EXISTS \
               (SELECT 1 FROM pg_depend i WHERE i.objid = c.oid AND i.deptype = 'i' AND i.classid = 'pg_class'::regclass AND \
               c.relkind = 'S')
               UNION ALL SELECT CASE c.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, n.nspname, c.typname FROM pg_type c JOIN \
               pg_namespace n ON n.oid = c.typnamespace WHERE c.typtype IN ('d', 'r') AND {own}
               UNION ALL SELECT 'extension', 'public', c.extname FROM pg_extension c WHERE c.extname <> 'plpgsql'
               UNION ALL SELECT 'collation', n.nspname, c.collname FROM pg_collation c JOIN pg_namespace n ON n.oid = \
               c.collnamespace WHERE {own}
               UNION ALL SELECT 'event trigger', 'public', c.evtname FROM pg_event_trigger c
               UNION ALL SELECT 'statistics', n.nspname, c.stxname FROM pg_statistic_ext c JOIN pg_namespace n ON n.oid = \
               c.stxnamespace WHERE {own}
               UNION ALL SELECT CASE c.prokind WHEN 'a' THEN 'aggregate' ELSE 'procedure' END, n.nspname, c.proname || '(' || \
               pg_get_function_identity_arguments(c.oid) || ')' FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace \
               WHERE c.prokind IN ('a', 'p') AND {own}
               UNION ALL SELECT 'rule', 'public', c.rulename || ' on ' || c.ev_class::regclass FROM pg_rewrite c JOIN pg_class r \
               ON r.oid = c.ev_class JOIN pg_namespace n ON n.oid = r.relnamespace WHERE c.rulename <> '_RETURN' AND {own}
               ORDER BY 1, 2, 3";
    let rows = query(client, sql);
    rows.iter()
        .map(|row| object(row.get(0), name(row.get(1), row.get(2)).to_string()))
        .collect()
}
