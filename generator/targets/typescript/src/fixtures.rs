//! Fixtures. In: templates of the shapes. Out: the view of `fixtures.ts`: for each shape a function that gives a value for a number,
//! the same as in every other language.

use driftless_model::{Name, Schema};
use driftless_output::mark_named;
use driftless_sample::{Digits, Fixture, Form, Subject, Template};
use driftless_shape::{Role, Shapes};
use serde_json::Value;

use crate::code::Code;
use crate::item::entry;
use crate::names::Names;
use crate::spell::{Home, Speller};
use crate::{comment, escape, view};

/// What no function may be called.
const RESERVED: [&str; 49] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// The view of `fixtures.ts`; nothing where there are no entities.
pub(crate) fn fixtures(schema: &Schema, names: &Names, shapes: &Shapes) -> Option<view::Fixtures> {
    let mut speller = Speller::new(schema, names, Home::Beside);
    let subject = Subject::at(schema, shapes);
    let made = driftless_sample::fixtures(&subject);
    let made = made.iter().filter(|fixture| fixture.shape.role != Role::Row);
    let items: Vec<view::Fixture> = made.map(|fixture| function(&mut speller, names, fixture)).collect();
    (!items.is_empty()).then(|| view::Fixtures {
        types: speller.type_imports(),
        items,
    })
}

fn function(speller: &mut Speller<'_>, names: &Names, fixture: &Fixture<'_>) -> view::Fixture {
    let shape = fixture.shape;
    let ty = speller.refer(names.shape(shape.origin, shape.role));
    let name = name(&shape.name);
    let is_used = fixture.pool.len() > 1 || fixture.pool.iter().any(Template::depends);
    let code = body(&fixture.pool, &ty, is_used);
    view::Fixture {
        doc: comment::block(&[format!("The `{}` of a number.", shape.name)], ""),
        mark: mark_named(shape.span, &format!("fixtures.{name}")),
        parameter: if is_used { "number" } else { "_number" },
        typed: code.typed,
        plain: code.plain,
        name,
        ty,
    }
}

/// The name of a type as that of a function.
fn name(ty: &str) -> String {
    let name = Name::new(ty).camel();
    match name.as_str() {
        "globalThis" => "globalThis_".to_owned(),
        _ if RESERVED.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}

fn body(pool: &[Template], ty: &str, is_used: bool) -> Code {
    let mut code = Code::of(if is_used { "  const n = number >>> 0;\n" } else { "" });
    let [cases @ .., last] = pool else { return code };
    if cases.is_empty() {
        returned(&mut code, last, ty, "  ");
        return code;
    }
    code.push(format!("  switch (n % {}) {{\n", pool.len()));
    for (at, case) in cases.iter().enumerate() {
        code.push(format!("    case {at}:\n"));
        returned(&mut code, case, ty, "      ");
    }
    code.push("    default:\n");
    returned(&mut code, last, ty, "      ");
    code.push("  }\n");
    code
}

fn returned(code: &mut Code, template: &Template, ty: &str, indent: &str) {
    code.push(format!("{indent}return {}", whole(template, indent)));
    // Keys are types of their own, which no text is. That a value is of its type is what its validator says.
    code.typed.push_str(&format!(" as unknown as {ty}"));
    code.push(";\n");
}

/// Each member in a line of its own.
fn whole(template: &Template, indent: &str) -> String {
    match template {
        Template::Object(members) if !members.is_empty() => {
            let lines = members
                .iter()
                .map(|member| format!("\n{indent}  {},", of_member(member)));
            format!("{{{}\n{indent}}}", lines.collect::<String>())
        }
        template => spelled(template),
    }
}

fn of_member((key, member): &(String, Template)) -> String {
    format!("{}: {}", entry(key), spelled(member))
}

fn spelled(template: &Template) -> String {
    match template {
        Template::Json(value) => literal(value),
        Template::Number(digits) => number(*digits),
        Template::Text(before, digits, behind) => text(before, *digits, behind),
        Template::OneOf(values, digits) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            format!("[{}][{}]", values.join(", "), number(*digits))
        }
        Template::List(items) => {
            let items: Vec<String> = items.iter().map(spelled).collect();
            format!("[{}]", items.join(", "))
        }
        Template::Object(members) if members.is_empty() => "{}".to_owned(),
        Template::Object(members) => {
            let members: Vec<String> = members.iter().map(of_member).collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

/// JSON as a literal.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => escape::string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| (key.clone(), Template::Json(value.clone()));
            spelled(&Template::Object(members.iter().map(member).collect()))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A number, as far as there is room for it.
fn number(digits: Digits) -> String {
    let number = match (digits.next, digits.room) {
        (false, None) => "n".to_owned(),
        (true, None) => "(n + 1) >>> 0".to_owned(),
        (false, Some(room)) => format!("n % {room}"),
        (true, Some(room)) => format!("((n + 1) >>> 0) % {room}"),
    };
    match digits.least {
        0 => number,
        least => format!("{least} + ({number})"),
    }
}

fn text(before: &str, digits: Digits, behind: &str) -> String {
    let number = number(digits);
    let is_alone = before.is_empty() && behind.is_empty();
    let value = match digits.form {
        Form::Plain if is_alone => format!("String({number})"),
        Form::Plain => bracketed(number),
        Form::Padded(count) => format!("String({number}).padStart({count}, \"0\")"),
        Form::Hexadecimal(count) => format!("{}.toString(16).padStart({count}, \"0\")", bracketed(number)),
    };
    let around = |text: &str| (!text.is_empty()).then(|| escape::string(text));
    let parts = [around(before), Some(value), around(behind)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" + ")
}

fn bracketed(number: String) -> String {
    if number.contains(' ') {
        format!("({number})")
    } else {
        number
    }
}
