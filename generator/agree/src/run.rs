//! A whole comparison, round by round: first rows, an instance of every shape that everybody accepts, then what changes in it,
//! and last what the service answered. In: a schema and those who judge. Out: what they disagree about.

use std::collections::{BTreeMap, BTreeSet};

use driftless_sample::{Chance, Size, Subject, instance, words_of};
use driftless_shape::{Origin, Role, Shape};
use serde_json::{Map, Value, json};

use crate::cases::{Case, Reading, readings};
use crate::compare::{ANSWERED, Disagreement, disagreement};
use crate::fixtures::{Fixtures, fault};
use crate::instances::{changes, mixtures};
use crate::kept::Promises;
use crate::seed;
use crate::verdict::{Act, Question, Store, Stored, Verdicts};

/// Those who judge.
pub trait Judges {
    /// Why they cannot answer.
    type Fault;

    /// What everybody says about each, in order.
    ///
    /// # Errors
    /// One of them is gone.
    fn ask(&mut self, questions: &[Question]) -> Result<Vec<Verdicts>, Self::Fault>;

    /// Has the key that each database made called by one name.
    ///
    /// # Errors
    /// One of them is gone.
    fn alias(&mut self, line: &str) -> Result<(), Self::Fault>;
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// How many instances were judged.
    pub instances: usize,
    /// How many verdicts were given.
    pub verdicts: usize,
    /// How many instances somebody refused.
    pub refused: usize,
    /// How many rows were written and read again.
    pub rows: usize,
    /// How many fixtures were judged.
    pub fixtures: usize,
    /// How many of them every database that was asked keeps.
    pub kept: usize,
    /// What the judges disagree about.
    pub disagreements: Vec<Disagreement>,
    /// Shapes that were not judged, each with the reason.
    pub unjudged: Vec<String>,
}

/// How often an ordinary instance is tried until everybody accepts one.
const TRIES: usize = 24;
/// How many instances of a shape are mixed from ordinary values and edges.
const MIXTURES: usize = 40;

/// Compares everybody about a schema. `components` are those of the description.
///
/// # Errors
/// A judge is gone.
pub fn run<J: Judges>(
    mut subject: Subject,
    promises: &Promises,
    components: &BTreeSet<String>,
    seed: u64,
    judges: &mut J,
) -> Result<Report, J::Fault> {
    let mut chance = Chance::new(seed);
    let mut report = Report::default();
    plant(&mut subject, components, judges, &mut chance, &mut report)?;
    let bases = bases(&subject, promises, components, judges, &mut chance, &mut report)?;
    let questions: Vec<Question> = bases
        .iter()
        .flat_map(|base| base.questions(&subject, &mut chance))
        .collect();
    let said = judge(&subject, promises, judges, &questions, &mut report)?;
    let answers = answers(&subject, components, &questions, &said);
    judge(&subject, promises, judges, &answers, &mut report)?;
    given(&subject, components, judges, &mut report)?;
    Ok(report)
}

/// What users are given to test with. Rows stay, so it comes last.
fn given<J: Judges>(
    subject: &Subject,
    components: &BTreeSet<String>,
    judges: &mut J,
    report: &mut Report,
) -> Result<(), J::Fault> {
    let fixtures = Fixtures::of(subject);
    for questions in [fixtures.read(components), fixtures.kept(components)] {
        let said = judges.ask(&questions)?;
        for (question, said) in questions.iter().zip(&said) {
            report.fixtures += 1;
            report.instances += 1;
            report.verdicts += said.count();
            report.rows += said.rows().count();
            report.kept += usize::from(question.store.is_some() && said.accepted());
            report.disagreements.extend(fault(question, said));
        }
    }
    Ok(())
}

/// Asks, counts, and compares.
fn judge<J: Judges>(
    subject: &Subject,
    promises: &Promises,
    judges: &mut J,
    questions: &[Question],
    report: &mut Report,
) -> Result<Vec<Verdicts>, J::Fault> {
    let said = judges.ask(questions)?;
    let checks = subject.checks();
    for (question, said) in questions.iter().zip(&said) {
        report.instances += 1;
        report.verdicts += said.count();
        report.rows += said.rows().count();
        report.refused += usize::from(!said.accepted());
        report
            .disagreements
            .extend(disagreement(subject, promises, &question.case, said, &checks));
    }
    Ok(said)
}

/// A row of every entity that databases keep, those first that others refer to.
fn plant<J: Judges>(
    subject: &mut Subject,
    components: &BTreeSet<String>,
    judges: &mut J,
    chance: &mut Chance,
    report: &mut Report,
) -> Result<(), J::Fault> {
    let mut left: Vec<_> = subject.schema.entities().map(|(id, _)| id).collect();
    loop {
        let ready: Vec<_> = left.iter().copied().filter(|id| seed::is_ready(subject, *id)).collect();
        if ready.is_empty() {
            break;
        }
        left.retain(|id| !ready.contains(id));
        for id in ready {
            let Some(shape) = subject.shape(id, Role::Create).cloned() else {
                continue;
            };
            let Some(reading) = readings(&shape, components).into_iter().find(|reading| reading.strict) else {
                continue;
            };
            for _ in 0..seed::wanted(subject, id) {
                let rows = subject.rows.get(&id).map_or(0, Vec::len);
                match first_row(subject, &reading, judges, chance)? {
                    Ok(row) => subject.rows.entry(id).or_default().push(row),
                    Err(reason) if rows == 0 => {
                        report.unjudged.push(format!("{}: {reason}", shape.name));
                        break;
                    }
                    Err(_) => break,
                }
            }
        }
    }
    let names = left.iter().map(|id| subject.schema.entity(*id).name.to_string());
    report
        .unjudged
        .extend(names.map(|name| format!("{name}: what it refers to has no row")));
    Ok(())
}

/// A row of an entity: tried until everybody would write it, then written. Or why there is none.
fn first_row<J: Judges>(
    subject: &Subject,
    reading: &Reading<'_>,
    judges: &mut J,
    chance: &mut Chance,
) -> Result<Result<Map<String, Value>, String>, J::Fault> {
    let words = words_of(reading.shape);
    let mut last = "no ordinary row is known".to_owned();
    for attempt in 0..TRIES {
        let word = words[attempt % words.len().max(1)];
        let question = ordinary(subject, reading, word, attempt, chance);
        if question.store.is_none() {
            return Ok(Err("it cannot be told whose it is".to_owned()));
        }
        let rehearsed = one(judges, question.doing(Act::Rehearse))?;
        let said = match &rehearsed {
            Some(said) if said.accepted() => one(judges, question.doing(Act::Keep))?,
            _ => rehearsed,
        };
        match said {
            Some(said) if said.accepted() => return settled(subject, reading.shape, &said, judges),
            Some(said) => last = format!("no ordinary row is accepted; of the last one: {}", said.reason()),
            None => {}
        }
    }
    Ok(Err(last))
}

/// What everybody says about one question.
fn one<J: Judges>(judges: &mut J, question: Question) -> Result<Option<Verdicts>, J::Fault> {
    Ok(judges.ask(&[question])?.pop())
}

/// The row that everybody wrote, its keys called alike.
fn settled<J: Judges>(
    subject: &Subject,
    shape: &Shape,
    said: &Verdicts,
    judges: &mut J,
) -> Result<Result<Map<String, Value>, String>, J::Fault> {
    let none = || Ok(Err("no database keeps it where clients see it".to_owned()));
    let read = |stored: &Option<Stored>| match stored {
        Some(Stored::Row(row)) => serde_json::from_str::<Map<String, Value>>(row).ok(),
        _ => None,
    };
    let (Some(mut row), Some(other)) = (
        read(&said.postgres).or_else(|| read(&said.sqlite)),
        read(&said.sqlite).or_else(|| read(&said.postgres)),
    ) else {
        return none();
    };
    let Origin::Entity(id) = shape.origin else {
        return none();
    };
    let entity = subject.schema.entity(id);
    let keys = entity.key.iter().flat_map(|&field| entity.field(field).columns());
    for (at, column) in keys.enumerate() {
        let (own, theirs) = (row.get(&column.json), other.get(&column.json));
        let (Some(Value::String(own)), Some(Value::String(theirs))) = (own, theirs) else {
            continue;
        };
        if own != theirs {
            let rows = subject.rows.get(&id).map_or(0, Vec::len);
            let name = format!("01936f7c-3b5a-7c4e-9d21-{:06x}{rows:03x}{at:03x}", id.0);
            judges.alias(&json!({ "alias": { "name": name, "postgres": own, "sqlite": theirs } }).to_string())?;
            row.insert(column.json.clone(), Value::from(name));
        }
    }
    Ok(Ok(row))
}

/// An ordinary instance, fuller ones first.
fn ordinary(
    subject: &Subject,
    reading: &Reading<'_>,
    word: Option<&str>,
    attempt: usize,
    chance: &mut Chance,
) -> Question {
    let size = if attempt < TRIES / 2 { Size::Any } else { Size::Least };
    let object = instance(subject, reading.shape, word, size, chance, 0);
    Question {
        case: reading.case("ordinary", Value::Object(object).to_string(), None),
        store: store(subject, reading, word, chance),
    }
}

/// Only what clients send is written.
fn store(subject: &Subject, reading: &Reading<'_>, word: Option<&str>, chance: &mut Chance) -> Option<Store> {
    reading
        .strict
        .then(|| seed::store(subject, reading.shape, word, chance))
        .flatten()
}

/// An instance that everybody accepts.
struct Base<'a> {
    reading: Reading<'a>,
    word: Option<&'a str>,
    object: Map<String, Value>,
    store: Option<Store>,
}

impl Base<'_> {
    /// What becomes of it when something changes.
    fn questions(&self, subject: &Subject, chance: &mut Chance) -> Vec<Question> {
        let mut cases: Vec<Case> = changes(subject, &self.reading, self.word, &self.object);
        cases.extend(mixtures(subject, &self.reading, self.word, MIXTURES, chance));
        let question = |case| Question {
            case,
            store: self.store.clone(),
        };
        cases.into_iter().map(question).collect()
    }
}

/// Of every shape in each of its cases the first instance that everybody accepts.
fn bases<'a, J: Judges>(
    subject: &'a Subject,
    promises: &Promises,
    components: &BTreeSet<String>,
    judges: &mut J,
    chance: &mut Chance,
    report: &mut Report,
) -> Result<Vec<Base<'a>>, J::Fault> {
    let mut tried = Vec::new();
    for reading in subject.travelling().flat_map(|shape| readings(shape, components)) {
        for word in words_of(reading.shape) {
            for attempt in 0..TRIES {
                tried.push((
                    reading.clone(),
                    word,
                    ordinary(subject, &reading, word, attempt, chance),
                ));
            }
        }
    }
    let questions: Vec<Question> = tried.iter().map(|(.., question)| question.clone()).collect();
    let said = judge(subject, promises, judges, &questions, report)?;
    let mut found: BTreeMap<(String, Option<&str>), Result<Base<'a>, String>> = BTreeMap::new();
    for ((reading, word, question), said) in tried.into_iter().zip(&said) {
        let key = (reading.component.clone(), word);
        let slot = found.entry(key).or_insert_with(|| Err(said.reason()));
        if slot.is_err() && said.accepted() {
            let object = serde_json::from_str(&question.case.json).unwrap_or_default();
            *slot = Ok(Base {
                reading,
                word,
                object,
                store: question.store,
            });
        }
    }
    let mut bases = Vec::new();
    for ((component, word), base) in found {
        let case = word.map(|word| format!(" ({word})")).unwrap_or_default();
        match base {
            Ok(base) => bases.push(base),
            Err(reason) => {
                let text = "no ordinary instance is accepted by everybody; of the first one";
                report.unjudged.push(format!("{component}{case}: {text}: {reason}"));
            }
        }
    }
    Ok(bases)
}

/// What the service answered: rows as databases gave them back, and what the crate wrote. Everybody has to accept it as it is.
fn answers(
    subject: &Subject,
    components: &BTreeSet<String>,
    questions: &[Question],
    said: &[Verdicts],
) -> Vec<Question> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for (question, said) in questions.iter().zip(said) {
        let Some(shape) = subject.named(&question.case.shape) else {
            continue;
        };
        let read = subject.shapes.find(shape.origin, Role::Read).map(|(_, shape)| shape);
        if !said.accepted() {
            continue;
        }
        for row in said.rows() {
            seen.extend(read.map(|read| (read.name.clone(), row.to_owned())));
        }
        if !question.case.strict {
            seen.extend(said.written.clone().map(|text| (shape.name.clone(), text)));
        }
    }
    let tolerant: BTreeMap<&str, Reading<'_>> = subject
        .travelling()
        .flat_map(|shape| readings(shape, components))
        .filter(|reading| !reading.strict)
        .map(|reading| (reading.shape.name.as_str(), reading))
        .collect();
    let answered = seen.into_iter().filter_map(|(shape, text)| {
        let case = tolerant.get(shape.as_str())?.case(ANSWERED, text, None);
        Some(Question { case, store: None })
    });
    answered.collect()
}
