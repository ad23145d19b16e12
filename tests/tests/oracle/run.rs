//! Many chains on all cores, and the shrinking of those that fail. In: a seed and how many pairs. Out: a tally, or a
//! report of the smallest failure that was found.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::chain::{Plan, run};
use crate::change::{Change, Mutation};
use crate::hosts::Host;
use crate::random::{Random, mix};
use crate::start::parts;
use crate::step::Failure;
use crate::tally::Tally;

/// The most steps of a chain.
const LONGEST: usize = 30;
/// Rows in each table.
const ROWS: usize = 14;
/// How often a failing chain is tried in smaller form.
const TRIALS: usize = 2000;
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs chains until there were so many pairs.
pub(crate) fn run_pairs(seed: u64, pairs: usize, host: impl Fn() -> Box<dyn Host> + Sync) -> (Tally, Vec<String>) {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (all, failed) = (Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    let known = Mutex::new(BTreeSet::new());
    let chain = number("DRIFTLESS_ORACLE_CHAIN");
    let patience = number("DRIFTLESS_ORACLE_SECONDS").map(Duration::from_secs);
    let (began, in_time) = (Instant::now(), |began: Instant| {
        patience.is_none_or(|most| began.elapsed() < most)
    });
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut host = host();
                while in_time(began)
                    && done.load(Ordering::Relaxed) < pairs
                    && failed.lock().is_ok_and(|failed| failed.len() < most_failures())
                {
                    let number = next.fetch_add(1, Ordering::Relaxed) as u64;
                    if chain.is_some() && number > 0 {
                        break;
                    }
                    let plan = plan_of(chain.unwrap_or_else(|| mix(seed, number)));
                    let mut tally = Tally::default();
                    let outcome = guarded(&plan, &mut *host, &mut tally);
                    done.fetch_add(tally.pairs, Ordering::Relaxed);
                    all.lock().expect("no worker panics").add(tally);
                    if let Err(failure) = outcome {
                        let known = known.lock().expect("no worker panics").insert(failure.signature());
                        if known {
                            let report = report(&plan, failure, &mut *host);
                            println!("{report}\n\n");
                            failed.lock().expect("no worker panics").push(report);
                        }
                    }
                }
            });
        }
    });
    (
        all.into_inner().expect("no worker panics"),
        failed.into_inner().expect("no worker panics"),
    )
}

/// `DRIFTLESS_ORACLE_FAILURES` asks for more than the first.
fn most_failures() -> usize {
    number("DRIFTLESS_ORACLE_FAILURES").map_or(1, |n| usize::try_from(n).unwrap_or(1))
}

/// A number in the environment.
pub(crate) fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.replace('_', "").parse().ok()
}

/// A chain out of a number.
pub(crate) fn plan_of(seed: u64) -> Plan {
    let mut random = Random::new(seed);
    let length = 1 + random.below(LONGEST);
    let steps = (0..length).map(|_| {
        let count = 1 + random.below(5);
        (0..count)
            .map(|_| Mutation {
                change: *random.pick(Change::ALL),
                seed: random.next(),
            })
            .collect()
    });
    Plan {
        seed,
        steps: steps.collect(),
        without: BTreeSet::new(),
        rows: ROWS,
    }
}

/// A panic anywhere is a failure like others.
fn guarded(plan: &Plan, host: &mut dyn Host, tally: &mut Tally) -> Result<(), Box<Failure>> {
    catch_unwind(AssertUnwindSafe(|| run(plan, host, tally))).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(Box::new(Failure {
            kind: "panic",
            why: said.unwrap_or_default(),
            before: String::new(),
            after: String::new(),
            effects: Vec::new(),
            files: Vec::new(),
        }))
    })
}

/// The smallest plan found that fails in the same way.
fn shrink(plan: &Plan, failure: Box<Failure>, host: &mut dyn Host) -> (Plan, Box<Failure>) {
    let (mut best, mut failure, mut trials) = (plan.clone(), failure, 0);
    let (mut again, began) = (true, Instant::now());
    while again {
        again = false;
        for smaller in smaller(&best) {
            trials += 1;
            if trials > TRIALS || began.elapsed() > PATIENCE {
                return (best, failure);
            }
            if let Err(found) = guarded(&smaller, host, &mut Tally::default())
                && found.signature() == failure.signature()
            {
                (best, failure, again) = (smaller, found, true);
                break;
            }
        }
    }
    (best, failure)
}

/// Plans with one thing less.
fn smaller(plan: &Plan) -> Vec<Plan> {
    let mut out = Vec::new();
    let with = |steps: Vec<Vec<Mutation>>| Plan { steps, ..plan.clone() };
    for half in [plan.steps.len() / 2, plan.steps.len() * 3 / 4] {
        if half > 0 && half < plan.steps.len() {
            out.push(with(plan.steps[..half].to_vec()));
            out.push(with(plan.steps[half..].to_vec()));
        }
    }
    for at in (0..plan.steps.len()).rev() {
        let mut steps = plan.steps.clone();
        steps.remove(at);
        out.push(with(steps));
    }
    for at in 0..plan.steps.len() {
        for of in 0..plan.steps[at].len() {
            let mut steps = plan.steps.clone();
            steps[at].remove(of);
            steps.retain(|step| !step.is_empty());
            out.push(with(steps));
        }
    }
    for part in parts(plan.seed, &plan.without) {
        let mut without = plan.without.clone();
        without.insert(part);
        out.push(Plan {
            without,
            ..plan.clone()
        });
    }
    if plan.rows > 2 {
        out.push(Plan {
            rows: plan.rows / 2,
            ..plan.clone()
        });
    }
    out
}

/// The smallest form of a failure, in words; its schemas lie in a folder of their own.
fn report(plan: &Plan, failure: Box<Failure>, host: &mut dyn Host) -> String {
    let (small, failure) = shrink(plan, failure, host);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("oracle/{}-{}", host.dialect().as_str(), small.seed));
    let texts = [
        ("before.toml".to_owned(), failure.before.clone()),
        ("after.toml".to_owned(), failure.after.clone()),
    ];
    let kept = std::fs::create_dir_all(&folder);
    for (name, text) in texts.iter().chain(&failure.files) {
        let _ = kept.as_ref().map(|()| std::fs::write(folder.join(name), text));
    }
    let files = failure.files.iter().map(|(name, text)| format!("=== {name}\n{text}"));
    format!(
        "{dialect}: {kind}: {why}\nchain seed {seed}, {steps} steps left, {rows} rows; all of it in {folder}\nchanges:\n  {effects}\n\
         === before.toml to after.toml\n{diff}\n{files}",
        dialect = host.dialect().title(),
        kind = failure.kind,
        why = failure.why,
        seed = small.seed,
        steps = small.steps.len(),
        rows = small.rows,
        folder = folder.display(),
        effects = failure.effects.join("\n  "),
        diff = similar::TextDiff::from_lines(&failure.before, &failure.after)
            .unified_diff()
            .context_radius(3),
        files = files.collect::<Vec<_>>().join("\n"),
    )
}
