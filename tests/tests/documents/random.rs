//! Random records, changes of them, and documents.

use driftless_catalog::{Document, Kind, Meaning, Member, Origin, Word};
use serde_json::{Map, Value, json};

/// A small generator of numbers: the same seed gives the same run.
pub(crate) struct Random(u64);

const WORDS: &[&str] = &["red", "green", "blue", "it's", "\"quoted\"", "ä\u{1f600}"];
const VARIANTS: &[&str] = &["book", "film", "song"];

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % count as u64).unwrap()
    }

    /// True once in so many times.
    pub(crate) fn chance(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn one<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// A root, a record of variants inside it, and one that may contain itself.
    pub(crate) fn records(&mut self) -> Vec<Document> {
        let mut root = self.members("root", 5);
        root.push(member(
            "item",
            Kind::Record("Item".into()),
            self.chance(2),
            !self.chance(3),
        ));
        if self.chance(2) {
            root.push(member("tree", Kind::Record("Tree".into()), self.chance(2), false));
        }
        let mut item = self.members("item", 2);
        item.push(member(
            "kind",
            Kind::Enum(VARIANTS.iter().map(|&text| word(text, None)).collect()),
            false,
            true,
        ));
        for name in ["pages", "length", "voices"] {
            let mut only = self.member(name);
            only.variants = self.some_variants(VARIANTS);
            item.push(only);
        }
        if self.chance(2) {
            item.push(member("more", Kind::Record("Tree".into()), self.chance(2), false));
        }
        let mut tree = self.members("tree", 2);
        if self.chance(4) {
            tree.push(member("trees", Kind::Record("Tree".into()), true, true));
        }
        vec![document("Root", root), document("Item", item), document("Tree", tree)]
    }

    fn some_variants(&mut self, all: &[&str]) -> Vec<String> {
        let mut some: Vec<_> = all
            .iter()
            .filter(|_| self.chance(2))
            .map(|&text| text.to_owned())
            .collect();
        if some.is_empty() {
            some.push(all[0].to_owned());
        }
        some
    }

    fn members(&mut self, prefix: &str, most: usize) -> Vec<Member> {
        (0..=self.below(most))
            .map(|at| self.member(&format!("{prefix}_{at}")))
            .collect()
    }

    fn member(&mut self, name: &str) -> Member {
        member(name, self.kind(), self.chance(4), !self.chance(3))
    }

    fn kind(&mut self) -> Kind {
        match self.below(11) {
            0 => Kind::Text,
            1 => Kind::Integer(self.one(&[16, 32, 64])),
            2 => Kind::Integer(32),
            3 => Kind::Integer(64),
            4 | 5 => Kind::Numeric {
                precision: self.one(&[5, 6, 12]),
                scale: self.one(&[0, 2, 4]),
            },
            6 => Kind::Float,
            7 => Kind::Bool,
            8 => Kind::Json,
            _ => Kind::Enum(
                WORDS[..2 + self.below(4)]
                    .iter()
                    .map(|&text| word(text, None))
                    .collect(),
            ),
        }
    }

    /// The records after some changes.
    pub(crate) fn changed(&mut self, before: &[Document]) -> Vec<Document> {
        let mut after = before.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(after.len());
            self.change(&mut after[at]);
        }
        after
    }

    fn change(&mut self, document: &mut Document) {
        let at = self.below(document.members.len());
        let is_tag = is_tag(&document.members[at]);
        let is_record = matches!(document.members[at].meaning.kind, Kind::Record(_));
        match self.below(8) {
            0 if !is_record => {
                let member = &mut document.members[at];
                if member.formerly.is_none() && !member.name.starts_with("new_") {
                    member.formerly = Some(std::mem::replace(&mut member.name, format!("new_{at}")));
                }
            }
            1 if document.members.len() > 1 && !is_tag => drop(document.members.remove(at)),
            2 => {
                let mut added = self.member(&format!("added_{}", document.members.len()));
                added.default = (!self.chance(4)).then(|| self.value(&[], &added.meaning, 9).to_string());
                if document.name == "Item" && self.chance(2) && !document.members.iter().any(|m| m.name == added.name) {
                    added.variants = vec!["book".to_owned()];
                }
                if !document.members.iter().any(|member| member.name == added.name) && self.is_whole(document, &added) {
                    document.members.push(added);
                }
            }
            3 if !is_tag => {
                document.members[at].meaning.kind = self.kind();
                document.members[at].default = None;
            }
            4 => self.change_words(document, at),
            5 if !is_tag => {
                document.members[at].required ^= true;
                let meaning = document.members[at].meaning.clone();
                if !matches!(meaning.kind, Kind::Record(_)) && self.chance(2) {
                    document.members[at].default = Some(self.value(&[], &meaning, 9).to_string());
                }
            }
            6 if !is_tag => document.members[at].meaning.array ^= true,
            7 if !document.members[at].variants.is_empty() => {
                let words = variants(document);
                let words: Vec<_> = words.iter().map(String::as_str).collect();
                document.members[at].variants = self.some_variants(&words);
            }
            _ => {}
        }
    }

    /// Variants are spelled as the tag spells them now.
    fn is_whole(&self, document: &Document, member: &Member) -> bool {
        let words = variants(document);
        member.variants.iter().all(|variant| words.contains(variant))
    }

    fn change_words(&mut self, document: &mut Document, at: usize) {
        let of_variants = is_tag(&document.members[at]);
        let Kind::Enum(words) = &mut document.members[at].meaning.kind else {
            return;
        };
        let which = self.below(words.len());
        let fresh = format!("word {}", self.below(1000));
        if words.iter().any(|word| word.formerly.is_some()) {
            return;
        }
        let old = words[which].word.clone();
        match self.below(3) {
            0 => {
                words[which] = word(&fresh, Some(&old));
                if of_variants {
                    let names = document.members.iter_mut().flat_map(|member| &mut member.variants);
                    names
                        .filter(|name| **name == old)
                        .for_each(|name| name.clone_from(&fresh));
                }
            }
            1 => words.push(word(&fresh, None)),
            _ if !of_variants && words.len() > 1 => drop(words.remove(which)),
            _ => {}
        }
    }

    /// A document of a record, with what may be missing missing at times, and keys that nobody declares.
    pub(crate) fn document(&mut self, records: &[Document], name: &str, depth: usize) -> Value {
        let record = records.iter().find(|record| record.name == name).unwrap();
        let kind = self.one(VARIANTS);
        let mut object = Map::new();
        for member in &record.members {
            let is_carried = member.variants.is_empty() || member.variants.iter().any(|variant| variant == kind);
            if !is_carried || (!member.required && self.chance(3)) {
                continue;
            }
            let value = match () {
                () if member.name == "kind" => Value::from(kind),
                () if !member.required && self.chance(4) => Value::Null,
                () => self.value(records, &member.meaning, depth + 1),
            };
            object.insert(member.name.clone(), value);
        }
        if self.chance(4) {
            object.insert(
                self.one(&["later", "a.b", "with \"quotes\"", "new"]).to_owned(),
                json!([1.5, null, {"a": true}]),
            );
        }
        Value::Object(object)
    }

    fn value(&mut self, records: &[Document], meaning: &Meaning, depth: usize) -> Value {
        if meaning.array {
            let count = if depth > 3 { 0 } else { self.below(4) };
            return Value::Array((0..count).map(|_| self.single(records, &meaning.kind, depth)).collect());
        }
        self.single(records, &meaning.kind, depth)
    }

    fn single(&mut self, records: &[Document], kind: &Kind, depth: usize) -> Value {
        match kind {
            Kind::Text => {
                Value::from(self.one(&["", "red", "it's", "a \"b\" \\ c", "\u{1f600}", "a\nb", "null", "12"]))
            }
            Kind::Integer(16) => Value::from(self.one(&[0, 1, -1, 32767, -32768])),
            Kind::Integer(32) => Value::from(self.one(&[0, 1, -7, 32768, 2_147_483_647, -2_147_483_648, 100])),
            Kind::Integer(_) => Value::from(
                self.one(&[0i64, 5, -12, 40_000, 3_000_000_000, i64::MAX, i64::MIN, 9_999, 10_000])
                    .to_string(),
            ),
            Kind::Numeric { precision, scale } => {
                let whole = "9".repeat((*precision - *scale) as usize);
                let whole = if whole.is_empty() { "0" } else { &whole };
                let whole = self.one(&["0", "7", "-7", whole]);
                let behind = "0500".chars().take(*scale as usize).collect::<String>();
                let behind = if self.chance(2) {
                    behind
                } else {
                    "9".repeat(*scale as usize)
                };
                Value::from(if *scale == 0 {
                    whole.to_owned()
                } else {
                    format!("{whole}.{behind}")
                })
            }
            Kind::Float => Value::from(self.one(&[0.5, -1.25, 1e20, 3.0])),
            Kind::Bool => Value::from(self.chance(2)),
            Kind::Enum(words) => Value::from(self.one(words).word),
            Kind::Record(name) => self.document(records, name, depth),
            _ => self.one(&[json!(1), json!("a"), json!({"a": [true, 2.5]}), json!([]), json!(false)]),
        }
    }
}

/// The member that names the variant, whatever it is called by now.
pub(crate) fn is_tag(member: &Member) -> bool {
    member.name == "kind" || member.formerly.as_deref() == Some("kind")
}

fn variants(document: &Document) -> Vec<String> {
    let tag = document.members.iter().find(|member| is_tag(member));
    match tag.map(|tag| &tag.meaning.kind) {
        Some(Kind::Enum(words)) => words.iter().map(|word| word.word.clone()).collect(),
        _ => Vec::new(),
    }
}

fn document(name: &str, members: Vec<Member>) -> Document {
    Document {
        name: name.to_owned(),
        formerly: None,
        members,
    }
}

pub(crate) fn member(name: &str, kind: Kind, array: bool, required: bool) -> Member {
    Member {
        name: name.to_owned(),
        formerly: None,
        meaning: Meaning {
            kind,
            array,
            frozen: false,
        },
        required,
        default: None,
        variants: Vec::new(),
        origin: Origin::default(),
    }
}

pub(crate) fn word(text: &str, formerly: Option<&str>) -> Word {
    Word {
        word: text.to_owned(),
        formerly: formerly.map(str::to_owned),
    }
}
