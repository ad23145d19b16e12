//! `fixtures.rs`: for each shape of an entity a function that gives a value for a number. In: templates of JSON. Out: functions
//! that fill the number in and read the text as the type does.

use driftless_model::Name;
use driftless_sample::{Digits, Fixture, Form, Subject, Template, fixtures};
use driftless_shape::Role;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs;
use crate::names;
use crate::print::Source;
use crate::scope::Scope;
use crate::view::View;

const DOC: &str = "A valid value of every shape for each number: the same number gives the same value on every machine and in \
every language. Different numbers have different keys, and differ in what has to be unique wherever its type leaves room. \
References lead to the keys of the same number, or of the next where two of them must differ.";

/// The fixtures; nothing where there are no entities.
pub(crate) fn emit(view: &View<'_>) -> Option<Source> {
    let scope = Scope::new(view, "crate::fixtures");
    let subject = Subject::at(view.schema, view.shapes);
    let made = fixtures(&subject);
    let made = made.iter().filter(|fixture| fixture.shape.role != Role::Row);
    let functions: Vec<TokenStream> = made.map(|fixture| function(&scope, fixture)).collect();
    if functions.is_empty() {
        return None;
    }
    let mut groups = scope.imports();
    groups.extend(functions.into_iter().map(|function| vec![function]));
    Some(Source::new("src/fixtures.rs", docs::inner_doc(DOC), groups).behind(Some("fixtures")))
}

fn function(scope: &Scope<'_>, fixture: &Fixture<'_>) -> TokenStream {
    let shape = fixture.shape;
    let word = Name::new(shape.name.as_str()).snake();
    let (name, ty) = (names::ident(&word), scope.declared(fixture.domain, &shape.name));
    let doc = docs::marked(
        shape.span,
        &format!("fixtures::{word}"),
        &format!("The `{}` of a number.", shape.name),
    );
    let count = fixture.pool.len();
    let is_used = count > 1 || fixture.pool.iter().any(Template::depends);
    let number = if is_used { quote!(number) } else { quote!(_number) };
    let mut texts: Vec<TokenStream> = fixture.pool.iter().map(text).collect();
    let last = texts.pop();
    let text = if texts.is_empty() {
        quote!(#last)
    } else {
        let count = Literal::usize_unsuffixed(count);
        let places = (0..texts.len()).map(Literal::usize_unsuffixed);
        quote!(match number % #count { #(#places => #texts,)* _ => #last })
    };
    quote! {
        #doc
        pub fn #name(#number: u32) -> #ty {
            let json = #text;
            ::serde_json::from_str(&json).expect("a fixture is what its type reads")
        }
    }
}

/// A text of JSON with the number in it.
fn text(template: &Template) -> TokenStream {
    let mut form = Text::default();
    form.whole(template);
    if !template.depends() {
        let text = raw(&form.text.replace("{{", "{").replace("}}", "}"));
        return quote!(#text.to_owned());
    }
    let (text, arguments) = (raw(&form.text), form.arguments);
    quote!(format!(#text #(, #arguments)*))
}

/// A text for `format!`, and what is put into it.
#[derive(Default)]
struct Text {
    text: String,
    arguments: Vec<TokenStream>,
}

impl Text {
    /// Each member in a line of its own.
    fn whole(&mut self, template: &Template) {
        let Template::Object(members) = template else {
            return self.template(template);
        };
        self.plain("{\n");
        for (at, member) in members.iter().enumerate() {
            self.plain(if at > 0 { ",\n  " } else { "  " });
            self.member(member);
        }
        self.plain("\n}");
    }

    fn member(&mut self, (key, member): &(String, Template)) {
        self.plain(&format!("{}: ", serde_json::Value::from(key.as_str())));
        self.template(member);
    }

    fn template(&mut self, template: &Template) {
        match template {
            Template::Json(value) => self.plain(&value.to_string()),
            Template::Number(digits) => self.digits(*digits),
            Template::Text(before, digits, behind) => {
                self.text.push('"');
                self.plain(&inside(before));
                self.digits(*digits);
                self.plain(&inside(behind));
                self.text.push('"');
            }
            Template::OneOf(values, digits) => {
                let texts = values.iter().map(|value| raw(&value.to_string()));
                let at = number(*digits);
                self.text.push_str("{}");
                self.arguments.push(quote!([#(#texts),*][(#at) as usize]));
            }
            Template::List(items) => {
                self.plain("[");
                self.each(items, |text, item| text.template(item));
                self.plain("]");
            }
            Template::Object(members) => {
                self.plain("{");
                self.each(members, Self::member);
                self.plain("}");
            }
        }
    }

    fn each<T>(&mut self, items: &[T], one: impl Fn(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            self.plain(if at > 0 { ", " } else { "" });
            one(self, item);
        }
    }

    /// Text as it is: braces mean something to `format!`.
    fn plain(&mut self, text: &str) {
        self.text.push_str(&text.replace('{', "{{").replace('}', "}}"));
    }

    fn digits(&mut self, digits: Digits) {
        let form = match digits.form {
            Form::Plain => String::new(),
            Form::Padded(count) => format!(":0{count}"),
            Form::Hexadecimal(count) => format!(":0{count}x"),
        };
        if digits
            == (Digits {
                form: digits.form,
                ..Digits::PLAIN
            })
        {
            self.text.push_str(&format!("{{number{form}}}"));
        } else {
            self.text.push_str(&format!("{{{form}}}"));
            self.arguments.push(number(digits));
        }
    }
}

/// The number, as far as there is room for it.
fn number(digits: Digits) -> TokenStream {
    let number = if digits.next {
        quote!(number.wrapping_add(1))
    } else {
        quote!(number)
    };
    let number = match digits.room.map(Literal::u32_unsuffixed) {
        Some(room) => quote!(#number % #room),
        None => number,
    };
    if digits.least == 0 {
        return number;
    }
    let least = Literal::u64_unsuffixed(digits.least.unsigned_abs());
    match digits.least > 0 {
        true => quote!(#least + i64::from(#number)),
        false => quote!(i64::from(#number) - #least),
    }
}

/// A text as it stands between quotes.
fn inside(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// A literal that reads as JSON does, where Rust has one.
fn raw(text: &str) -> Literal {
    let hashes = (1..9).map(|count| "#".repeat(count));
    let mut fitting = hashes.filter(|hashes| !text.contains(&format!("\"{hashes}")));
    let raw = fitting
        .next()
        .and_then(|hashes| format!("r{hashes}\"{text}\"{hashes}").parse().ok());
    raw.unwrap_or_else(|| Literal::string(text))
}
