//! The program that tries a data layer as another tenant. In: the files of an emitted crate, whose functions are found by
//! what they declare. Out: the text of a test of that crate, which reads its rows when it runs.

use std::collections::BTreeMap;

const TEMPLATE: &str = include_str!("tenants.rs.txt");

/// By module: what is done with a row that was read.
pub(crate) type Shown = BTreeMap<String, String>;

/// A function of a module: its name, and its parameters behind the transaction.
struct Function {
    name: String,
    parameters: Vec<(String, String)>,
}

/// The program, if rows of the crate have tenants.
pub(crate) fn program(files: &BTreeMap<String, String>, package: &str, shown: &Shown) -> Option<String> {
    let package = package.replace('-', "_");
    let tenant = files.values().find_map(|text| tenant(text))?;
    let entities = ["postgres", "sqlite"].map(|database| entities(files, &package, database, shown));
    let text = TEMPLATE
        .replace("<<postgres>>", &entities[0])
        .replace("<<sqlite>>", &entities[1]);
    Some(text.replace("<<package>>", &package).replace("<<tenant>>", tenant))
}

/// The type of the tenant's key, where a module's rows have one.
fn tenant(text: &str) -> Option<&str> {
    let found = between(text, "transaction: &mut Transaction<'_, ", ">")?;
    let is_any = ["T", "impl Sized"].contains(&found);
    (!is_any && text.contains("pub const STATEMENTS")).then_some(found)
}

/// A function for each entity that tries those of one database.
fn entities(files: &BTreeMap<String, String>, package: &str, database: &str, shown: &Shown) -> String {
    let folder = format!("src/{database}/");
    let modules = files.iter().filter_map(|(path, text)| {
        let module = path.strip_prefix(&folder)?.strip_suffix(".rs")?;
        tenant(text).map(|_| (module, text))
    });
    let (mut entities, mut calls) = (String::new(), String::new());
    for (module, text) in modules {
        let shared = files.get(&format!("src/data/{module}.rs")).map_or("", String::as_str);
        let internal = internal(shared, &format!("{package}::data::r#{module}"));
        let shown = shown.get(module).map_or("", String::as_str);
        let body: String = functions(text)
            .iter()
            .map(|function| tried(module, function, &internal, shown))
            .collect();
        entities += &format!(
            "async fn try_{module}(pool: &Pool, rows: &Value) {{\nlet entity = &rows[\"entities\"][{module:?}];\n\
             let theirs = &entity[\"theirs\"];\nassert!(theirs.is_object(), \"{module} has rows\");\n{body}}}\n\n"
        );
        calls += &format!("try_{module}(pool, rows).await;\n");
    }
    entities + &format!("async fn all(pool: &Pool, rows: &Value) {{\n{calls}}}\n")
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

/// What the service fills in: the least of it, from the row at hand.
fn internal(shared: &str, path: &str) -> String {
    let fields = between(shared, "pub struct Internal {", "\n}").unwrap_or_default();
    let fields = fields
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
    let given = fields.map(|(name, ty)| match ty.starts_with("Option<") {
        true => format!("{name}: None"),
        false => format!("{name}: of(row, {:?})", name.trim_start_matches("r#")),
    });
    format!("{path}::Internal {{ {} }}", given.collect::<Vec<_>>().join(", "))
}

/// The functions of a module.
fn functions(text: &str) -> Vec<Function> {
    let found = text.split("\npub ").skip(1).filter_map(|item| {
        let (name, rest) = item
            .strip_prefix("async fn ")
            .or_else(|| item.strip_prefix("fn "))?
            .split_once('(')?;
        // Long ones have a line for each parameter.
        let (end, between) = if rest.starts_with('\n') {
            ("\n) -> ", "\n")
        } else {
            (") -> ", ", ")
        };
        let parameters = rest.split_once(end)?.0.split(between);
        let parameters = parameters.filter_map(|parameter| parameter.trim().trim_end_matches(',').split_once(": "));
        let parameters = parameters.filter(|(name, _)| *name != "transaction");
        Some(Function {
            name: name.split('<').next().unwrap_or(name).to_owned(),
            parameters: parameters.map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect(),
        })
    });
    found.collect()
}

impl Function {
    /// The call, its keys taken from one row and what is sent from elsewhere.
    fn call(&self, module: &str, row: &str, sent: &str, internal: &str) -> String {
        let arguments = self.parameters.iter().map(|(name, ty)| {
            let list = ty.starts_with("&[");
            let one = |one: String| if list { format!("&[{one}]") } else { format!("&{one}") };
            match name.as_str() {
                "new" => one(format!("sent({sent})")),
                "rows" if sent.is_empty() => "&[]".to_owned(),
                "rows" if ty.starts_with("&[(") => format!("&[(sent({sent}), {internal})]"),
                "rows" => one(format!("sent({sent})")),
                "internal" if ty == "&Internal" => format!("&{internal}"),
                "patch" if !sent.is_empty() => one(format!("sent({sent})")),
                "filter" | "internal" | "patch" => "&Default::default()".to_owned(),
                "order" => "Default::default()".to_owned(),
                "after" => "None".to_owned(),
                "limit" => "10_000".to_owned(),
                "depth" => "8".to_owned(),
                name => format!("of({row}, {:?})", name.trim_start_matches("r#")),
            }
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        format!("db::r#{module}::{}(&mut tx, {arguments})", self.name)
    }

    /// The values of a row that it is given.
    fn keys(&self) -> Vec<&str> {
        const OTHERS: [&str; 9] = [
            "new", "rows", "internal", "patch", "filter", "order", "after", "limit", "depth",
        ];
        let names = self.parameters.iter().map(|(name, _)| name.trim_start_matches("r#"));
        names.filter(|name| !OTHERS.contains(name)).collect()
    }
}

/// The type of what a client sends to make a row.
fn sent_type(function: &Function) -> Option<&str> {
    let (_, ty) = function.parameters.iter().find(|(name, _)| name == "new")?;
    ty.strip_prefix('&')
}

/// Rows that are refused, by the type and by the database: nobody tells their values.
fn faults(function: &Function, module: &str, ty: &str, internal: &str) -> String {
    let sent = |json: &str| function.call(module, "row", json, internal);
    let (again, broken) = (sent("&entity[\"again\"]"), sent("&attempt[\"sent\"]"));
    format!(
        "for attempt in entity[\"broken\"].as_array().unwrap() {{\nlet row = &attempt[\"row\"];\n\
         let new: <<package>>::{ty} = sent(&attempt[\"sent\"]);\nassert!(!tells(&format!(\"{{new:?}} {{new:#?}}\"), PRIVATE), \"{module}\");\n\
         new.validate().err().into_iter().flatten().for_each(|error| tells_nothing(&error));\n\
         explained(by!(pool, rows, 1, rollback, tx => {broken}.await));\n}}\n\
         for garbled in entity[\"garbled\"].as_array().unwrap() {{\n\
         tells_nothing(&serde_json::from_value::<<<package>>::{ty}>(garbled.clone()).err().expect(\"no value of its type\"));\n}}\n\
         if entity[\"again\"].is_object() {{\nlet row = theirs;\nexplained(by!(pool, rows, 0, rollback, tx => {again}.await));\n}}\n"
    )
}

/// What is tried with a function.
fn tried(module: &str, function: &Function, internal: &str, shown: &str) -> String {
    let name = function.name.as_str();
    let theirs = |sent: &str| function.call(module, "theirs", sent, internal);
    let (second, first) = ("by!(pool, rows, 1, commit, tx =>", "by!(pool, rows, 0, rollback, tx =>");
    let plain = theirs("");
    let code = match name {
        "list" => {
            format!("assert_eq!({second} {plain}.await.unwrap().rows.len()) as u64, entity[\"own\"], \"{module}\");\n")
        }
        "stream" => format!(
            "assert_eq!({second} {plain}.unwrap().map(Result::unwrap).count().await) as u64, entity[\"own\"], \"{module}\");\n"
        ),
        "create" | "create_many" => {
            let (across, fresh) = (
                function.call(module, "row", "&attempt[\"sent\"]", internal),
                function.call(module, "row", "&entity[\"fresh\"][\"sent\"]", internal),
            );
            let ways = sent_type(function).map_or(String::new(), |ty| faults(function, module, ty, internal));
            format!(
                "for attempt in entity[\"across\"].as_array().unwrap() {{\nlet row = &attempt[\"row\"];\nrefused({second} {across}.await), attempt);\n}}\n\
                 if entity[\"fresh\"].is_object() {{\nlet row = &entity[\"fresh\"][\"row\"];\nlet made = by!(pool, rows, 1, rollback, tx => {fresh}.await);\nassert!(made.is_ok(), \"{{}}: {{}}\", made.err().unwrap(), entity[\"fresh\"]);\n}}\n{ways}"
            )
        }
        _ if function.keys().is_empty() => String::new(),
        "get" => format!(
            "assert!({second} {plain}.await.unwrap()).is_none());\nlet row = {first} {plain}.await.unwrap()).unwrap();\n{shown}"
        ),
        "delete" => format!(
            "assert!(!{second} {plain}.await.unwrap()));\nassert!(matches!({first} {plain}.await), Ok(true) | Err(Error::Refused(_))));\n"
        ),
        "patch" => {
            let moved = function.call(module, "row", "&attempt[\"sent\"]", internal);
            format!(
                "assert!({second} {plain}.await.unwrap()).is_none());\nassert!({first} {plain}.await.unwrap()).is_some());\n\
                 for attempt in entity[\"moves\"].as_array().unwrap() {{\nlet row = &attempt[\"row\"];\nrefused({second} {moved}.await), attempt);\n}}\n"
            )
        }
        _ if name.starts_with("get_by_") => format!(
            "assert!({second} {plain}.await.unwrap()).is_none());\nassert!({first} {plain}.await.unwrap()).is_some());\n"
        ),
        _ if name.starts_with("synchronise") => {
            format!("assert_eq!({second} {plain}.await.unwrap()), Default::default());\n")
        }
        _ if name.starts_with("upsert_by_") => {
            let again = function.call(module, "row", "&entity[\"again\"]", internal);
            format!(
                "let row = theirs;\nlet made = {second} {again}.await);\nassert!(matches!(made, Ok(_) | Err(Error::Refused(_))), \"{{}}\", made.err().unwrap());\n"
            )
        }
        "upstream" | "downstream" => format!(
            "assert!({second} {plain}.await.unwrap()).is_empty());\nassert!(!{first} {plain}.await.unwrap()).is_empty());\n"
        ),
        _ if name.starts_with("ancestors_by_") || name.starts_with("descendants_by_") => {
            format!("assert!({second} {plain}.await.unwrap()).is_empty());\n")
        }
        // Tells whose a row is, by design.
        _ if name.starts_with("look_up_by_") => String::new(),
        _ => panic!("nothing is known of {name} of {module}"),
    };
    let keys = if name.starts_with("create") {
        Vec::new()
    } else {
        function.keys()
    };
    if keys.is_empty() {
        code
    } else {
        format!("if has(theirs, &{keys:?}) {{\n{code}}}\n")
    }
}
