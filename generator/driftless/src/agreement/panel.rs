//! The judges as running programs: questions go to all of them at once, one a line, and answers come back in order.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use driftless_agree::{Judges, Question, Verdicts};
use serde_json::{Value, json};

use super::Asked;
use super::workshop::{Built, DESCRIPTION};
use crate::texts::Unreadable;

/// What to do about what must not happen.
const REPORT: &str = "this is a bug in driftless; please report it with the schema that led here";

/// Everybody who was asked to come.
pub(super) struct Panel {
    rust: Judge,
    node: Option<Judge>,
}

/// One program.
struct Judge {
    name: &'static str,
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Panel {
    /// Starts the programs; databases get their tables.
    pub(super) fn open(built: &Built, asked: &Asked) -> Result<Self, Unreadable> {
        let mut rust = Judge::start("the judge in Rust", Command::new(&built.program), REPORT)?;
        rust.told(&setup(built, asked).to_string())?;
        let node = asked.node.as_ref().map(|node| {
            let mut command = Command::new(node);
            command
                .arg(built.folder.join("judge.mjs"))
                .arg(built.folder.join("typescript"));
            let help = "install Node 20 or later, or leave it out with --without typescript";
            Judge::start("node", command, help)
        });
        let node = node.transpose()?;
        Ok(Self { rust, node })
    }

    /// Ends the programs; databases are gone.
    pub(super) fn close(self) -> Result<(), Unreadable> {
        self.rust.end()?;
        self.node.map_or(Ok(()), Judge::end)
    }
}

/// What the judge in Rust is told first.
fn setup(built: &Built, asked: &Asked) -> Value {
    let folder = |name: &str| built.folder.join(name).to_string_lossy().into_owned();
    let mut setup = json!({ "description": asked.openapi.then(|| folder(DESCRIPTION)) });
    if let Some(url) = &asked.postgres {
        let up = &built.postgres;
        let name = database_name();
        setup["postgres"] = json!({ "url": url, "database": name, "roles": roles(up), "up": up });
    }
    if asked.sqlite {
        setup["sqlite"] = json!({ "file": folder("agree.sqlite"), "up": built.sqlite });
    }
    setup
}

/// A name that no other run has, in this process or on another machine with the same server.
fn database_name() -> String {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("driftless_agree_{}_{run}_{:x}", std::process::id(), now.as_nanos())
}

/// The roles that a migration grants rights to: they have to be there first.
fn roles(up: &str) -> Vec<String> {
    let grants = up.lines().filter(|line| line.starts_with("GRANT "));
    let mut roles: Vec<String> = grants
        .filter_map(|line| line.rsplit('"').nth(1).map(str::to_owned))
        .collect();
    roles.dedup();
    roles
}

impl Judge {
    fn start(name: &'static str, mut command: Command, help: &str) -> Result<Self, Unreadable> {
        let missing = |error: &str| Unreadable {
            message: format!("{name} cannot be run: {error}"),
            help: help.to_owned(),
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| missing(&error.to_string()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(missing("it cannot be talked to"));
        };
        Ok(Self {
            name,
            child,
            questions,
            answers: BufReader::new(answers),
        })
    }

    /// Says one line, and hears the answer.
    fn told(&mut self, line: &str) -> Result<String, Unreadable> {
        let mut heard = self.ask(&[line.to_owned()])?;
        Ok(heard.pop().unwrap_or_default())
    }

    /// Asks everything at once: questions are written while answers are read, else both sides would wait.
    fn ask(&mut self, lines: &[String]) -> Result<Vec<String>, Unreadable> {
        let (questions, answers, name) = (&mut self.questions, &mut self.answers, self.name);
        let gone = |error: String| Unreadable {
            message: format!("{name} stopped: {error}"),
            help: "what it said stands above; is the database there, and may this role make one?".to_owned(),
        };
        std::thread::scope(|scope| {
            let writing = scope.spawn(move || {
                let written = lines.iter().try_for_each(|line| writeln!(questions, "{line}"));
                written.and_then(|()| questions.flush())
            });
            let mut heard = Vec::with_capacity(lines.len());
            for _ in lines {
                let mut line = String::new();
                let count = answers.read_line(&mut line).map_err(|error| gone(error.to_string()))?;
                if count == 0 {
                    return Err(gone("it gave no answer".to_owned()));
                }
                heard.push(line);
            }
            let written = writing.join().map_err(|_| gone("it does not listen".to_owned()))?;
            written.map_err(|error| gone(error.to_string()))?;
            Ok(heard)
        })
    }

    fn end(self) -> Result<(), Unreadable> {
        let Self {
            name,
            mut child,
            questions,
            ..
        } = self;
        drop(questions);
        let ended = child.wait();
        let is_well = ended.is_ok_and(|status| status.success());
        is_well.then_some(()).ok_or_else(|| Unreadable {
            message: format!("{name} did not end well"),
            help: "what it said stands above".to_owned(),
        })
    }
}

impl Judges for Panel {
    type Fault = Unreadable;

    fn ask(&mut self, questions: &[Question]) -> Result<Vec<Verdicts>, Unreadable> {
        let lines: Vec<String> = questions.iter().map(Question::line).collect();
        let (rust, node) = (&mut self.rust, &mut self.node);
        let (rust, node) = std::thread::scope(|scope| {
            let node = node.as_mut().map(|node| scope.spawn(|| node.ask(&lines)));
            let rust = rust.ask(&lines);
            (rust, node.map(|node| node.join()))
        });
        let rust = rust?;
        let node = match node {
            Some(Ok(said)) => Some(said?),
            _ => None,
        };
        let answers = rust.iter().enumerate();
        let verdicts = answers.map(|(at, rust)| Verdicts::read(rust, node.as_ref().map(|node| node[at].as_str())));
        verdicts.collect::<Result<_, _>>().map_err(|error| Unreadable {
            message: format!("a judge gave an answer that is none: {error}"),
            help: REPORT.to_owned(),
        })
    }

    fn alias(&mut self, line: &str) -> Result<(), Unreadable> {
        self.rust.told(line).map(drop)
    }
}
