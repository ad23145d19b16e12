//! Judges values by an emitted crate, by the description beside it, and by the databases that its data layer writes to.
//! In: a setup, then one question a line. Out: one answer a line.
#![allow(dead_code, reason = "a schema uses a part of it")]

mod ask;
mod described;
mod judged;

use std::io::{BufRead as _, Write as _};

use serde_json::{Value, json};

use ask::{Ask, Databases};
use described::Description;

fn main() {
    if let Err(fault) = run() {
        eprintln!("{fault}");
        std::process::exit(1);
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut lines = std::io::stdin().lock().lines();
    let setup: Value = serde_json::from_str(&lines.next().ok_or("the setup is missing")??)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut description = Description::of(&setup)?;
    let mut databases = runtime.block_on(Databases::open(&setup))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "ready")?;
    out.flush()?;
    for line in lines {
        let question: Value = serde_json::from_str(&line?)?;
        let answer = runtime.block_on(answer(&question, &mut description, &mut databases));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    runtime.block_on(databases.close())
}

async fn answer(question: &Value, description: &mut Description, databases: &mut Databases) -> Value {
    if let Some(alias) = question.get("alias") {
        databases.alias(alias);
        return Value::Null;
    }
    let text = question["text"].as_str().unwrap_or_default();
    let shape = question["shape"].as_str().unwrap_or_default();
    let (rust, written) = judged::read(shape, question["strict"] == true, text);
    let described = question["component"].as_str().map(|name| description.accepts(name, text));
    let canonical = written.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let canonical = canonical.and_then(|value| serde_json_canonicalizer::to_string(&value).ok());
    let mut answer = json!({ "rust": rust, "written": written, "canonical": canonical, "described": described });
    if let Some(store) = question.get("store") {
        let ask = Ask::new(store, text);
        if store["do"] != "rehearse" {
            answer["postgres"] = databases.postgres(&ask).await;
        }
        answer["sqlite"] = databases.sqlite(&ask).await;
    }
    answer
}
