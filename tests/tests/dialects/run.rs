//! One schema on both databases: filled alike, tried with the same statements, and their verdicts and rows compared. In: a
//! schema, catalogs, a seed. Out: every disagreement in words, and counts.

use std::collections::BTreeSet;

use driftless_catalog::{Catalog, Dialect};
use driftless_tests::statements::everything;

use crate::codec::Codec;
use crate::corpus::{Case, Corpus, following};
use crate::fill::Filler;
use crate::gaps::{Gap, shown};
use crate::hosts::{Host, Postgres, Read, Sqlite, Verdict};
use crate::layout::{Layout, Table, quoted};
use crate::removal::judge_removal;
use crate::rules::Broken;
use crate::special::{cycles, methods, replacements, seen};
use crate::statement::{filling, place};
use crate::subject::Subject;
use crate::tally::Tally;

/// How many disagreements of one schema are told.
const MOST: usize = 40;

/// What became of a schema.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) tally: Tally,
    pub(crate) disagreements: Vec<String>,
}

pub(crate) struct Run<'r> {
    layout: &'r Layout<'r>,
    listed: &'r BTreeSet<Gap>,
    observed: BTreeSet<Gap>,
    codec: Codec,
    /// The month: what the database says of now begins with it.
    month: String,
    report: Report,
}

/// Compares what both databases do, each built from its catalog.
pub(crate) fn run(subject: &Subject, catalogs: [&Catalog; 2], postgres: &mut Postgres, seed: u64) -> Report {
    let layout = Layout::of(&subject.schema);
    let mut run = Run {
        layout: &layout,
        listed: &subject.listed,
        observed: BTreeSet::new(),
        codec: Codec::of(&subject.schema),
        month: String::new(),
        report: Report::default(),
    };
    let mut sqlite = Sqlite::fresh();
    if let Err(why) = run.all(subject, catalogs, postgres, &mut sqlite, seed) {
        run.report.disagreements.push(why);
    }
    run.report
}

impl Run<'_> {
    fn all(
        &mut self,
        subject: &Subject,
        catalogs: [&Catalog; 2],
        postgres: &mut Postgres,
        sqlite: &mut Sqlite,
        seed: u64,
    ) -> Result<(), String> {
        postgres.begin()?;
        self.month = sqlite.read("SELECT strftime('%Y-%m', 'now')")[0][0]
            .clone()
            .unwrap_or_default();
        let role = subject
            .schema
            .output("postgres")
            .and_then(|output| output.text("app_role"));
        role.into_iter().for_each(|role| postgres.database.server().role(role));
        let mut filler = Filler::new(self.layout, seed);
        let made = filler.fill();
        let hosts: [&mut dyn Host; 2] = [postgres, sqlite];
        for (host, catalog) in hosts.into_iter().zip(catalogs) {
            host.run(&everything(catalog)?)?;
            for statement in filling(self.layout, self.codec, host.dialect(), &made) {
                host.run(&statement)
                    .map_err(|why| format!("{} refuses a row: {why}", host.dialect().title()))?;
            }
        }
        self.see(&filler, postgres, sqlite)?;
        postgres.run("BEGIN")?;
        sqlite.run("BEGIN")?;
        for case in self.cases(&mut filler) {
            self.try_case(&case, postgres, sqlite);
        }
        self.compare_gaps();
        Ok(())
    }

    fn cases(&mut self, filler: &mut Filler<'_, '_>) -> Vec<Case> {
        let layout = filler.layout;
        let mut corpus = Corpus {
            filler,
            cases: Vec::new(),
        };
        for table in &layout.tables {
            corpus.try_table(table);
        }
        let mut cases = corpus.cases;
        for table in &layout.tables {
            self.report.tally.tables += 1;
            if filler.rows[table.id.0].is_empty() {
                self.report.tally.empty.push(table.entity.name.to_string());
            }
            cases.extend(replacements(filler, table));
            for at in 0..filler.rows[table.id.0].len() {
                let row = &filler.rows[table.id.0][at];
                let sql = Dialect::ALL.map(|dialect| {
                    Some(format!(
                        "DELETE FROM {} WHERE {}",
                        table.quoted(dialect),
                        place(self.codec, dialect, table, row)
                    ))
                });
                cases.push(Case {
                    label: format!("{} is deleted", table.entity.name),
                    sql,
                    expected: judge_removal(layout, &filler.rows, table, at),
                    looks: following(layout, table),
                    masked: Vec::new(),
                });
            }
        }
        for graph in layout.schema.graphs.iter().filter(|graph| !graph.cycles) {
            cases.extend(cycles(filler, graph));
        }
        cases
    }

    /// What shows without a statement that is refused.
    fn see(&mut self, filler: &Filler<'_, '_>, postgres: &mut Postgres, sqlite: &mut Sqlite) -> Result<(), String> {
        let mut all = seen(self.layout, &filler.rows, postgres, sqlite)?;
        all.extend(methods(self.layout, postgres, sqlite));
        for (dialect, broken) in all {
            self.observe(dialect, &broken, "what is there");
        }
        Ok(())
    }

    fn try_case(&mut self, case: &Case, postgres: &mut Postgres, sqlite: &mut Sqlite) {
        let hosts: [&mut dyn Host; 2] = [postgres, sqlite];
        let mut verdicts = Vec::new();
        let mut reads = Vec::new();
        for (host, sql) in hosts.into_iter().zip(&case.sql) {
            let Some(sql) = sql else { continue };
            let looks = if case.expected.broken.is_empty() {
                case.looks.as_slice()
            } else {
                &[]
            };
            let look: Vec<_> = looks.iter().map(|&table| self.query(host.dialect(), table)).collect();
            let (verdict, read) = host.attempt(sql, &look);
            self.weigh(case, host.dialect(), &verdict, sql);
            verdicts.push(verdict);
            reads.push(self.neutral(host.dialect(), case, read));
        }
        self.report.tally.count(case, &verdicts);
        self.compare(case, &verdicts, &reads);
    }

    /// Holds a verdict against what is to be expected.
    fn weigh(&mut self, case: &Case, dialect: Dialect, verdict: &Verdict, sql: &str) {
        let expected = &case.expected;
        let title = dialect.title();
        match verdict {
            Verdict::Taken(1) => expected
                .broken
                .iter()
                .for_each(|broken| self.observe(dialect, broken, &case.label)),
            Verdict::Taken(count) => self.disagree(format!("{title} writes {count} rows for {}: {sql}", case.label)),
            Verdict::Refused(name) if expected.broken.is_empty() => {
                let doubt = expected.doubts.iter().find(|doubt| doubt.names.contains(name));
                match doubt {
                    Some(doubt) => self.observe(dialect, doubt, &case.label),
                    None if expected.unknown => {}
                    // PostgreSQL asks some rows before what they hang on has taken them along.
                    None if dialect == Dialect::Postgres && expected.possible.contains(name) => {
                        self.report.tally.held_back += 1;
                    }
                    None => self.disagree(format!(
                        "{title} refuses {} by {name}, and it breaks nothing: {sql}",
                        case.label
                    )),
                }
            }
            Verdict::Refused(name) => {
                let known = expected
                    .broken
                    .iter()
                    .chain(&expected.doubts)
                    .any(|broken| broken.names.contains(name))
                    || expected.possible.contains(name);
                if !known && !expected.unknown {
                    let rules: Vec<_> = expected.broken.iter().map(|broken| broken.names.first()).collect();
                    self.disagree(format!(
                        "{title} refuses {} by {name}, not by {rules:?}: {sql}",
                        case.label
                    ));
                }
            }
        }
    }

    fn observe(&mut self, dialect: Dialect, broken: &Broken, label: &str) {
        match shown(self.listed, dialect, broken) {
            Ok(gap) => {
                self.observed.insert(gap);
            }
            Err((_, rule, object)) => {
                let title = dialect.title();
                let names = &broken.names;
                self.disagree(format!(
                    "{title} does not enforce {rule} of `{object}`: no gap says so, and it takes {label} ({names:?})"
                ));
            }
        }
    }

    /// Both take or refuse it, and the same rows are there.
    fn compare(&mut self, case: &Case, verdicts: &[Verdict], reads: &[Vec<Read>]) {
        let [first, second] = verdicts else { return };
        let taken = |verdict: &Verdict| matches!(verdict, Verdict::Taken(_));
        if case.expected.broken.is_empty()
            && case.expected.possible.is_empty()
            && case.expected.doubts.is_empty()
            && taken(first) != taken(second)
        {
            self.disagree(format!(
                "{} is {first:?} on PostgreSQL and {second:?} on SQLite: {:?}",
                case.label, case.sql
            ));
        }
        if !taken(first) || !taken(second) {
            return;
        }
        for (at, (first, second)) in reads[0].iter().zip(&reads[1]).enumerate() {
            self.report.tally.rows += first.len();
            if first != second {
                let table = &self.layout.tables[case.looks[at]];
                self.disagree(format!("{}: {}", case.label, difference(table, first, second)));
            }
        }
    }

    fn query(&self, dialect: Dialect, table: usize) -> String {
        let table = &self.layout.tables[table];
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| Codec::selected(dialect, column.ty(), &quoted(&column.stored.name)))
            .collect();
        format!("SELECT {} FROM {}", columns.join(", "), table.quoted(dialect))
    }

    /// Rows in one form and order; of what the database chose only whether it is there.
    fn neutral(&self, dialect: Dialect, case: &Case, reads: Vec<Read>) -> Vec<Read> {
        let of_table = |(&table, read): (&usize, Read)| {
            let table = &self.layout.tables[table];
            let cell = |(at, text): (usize, Option<String>)| {
                let column = &table.columns[at];
                let text = self.codec.neutral(dialect, column.ty(), &text?);
                let is_now = column.field.touched && text.starts_with(&self.month);
                let chosen = is_now || case.masked.contains(&(table.id.0, at));
                Some(if chosen { "chosen".to_owned() } else { text })
            };
            let rows = read
                .into_iter()
                .map(|row| row.into_iter().enumerate().map(cell).collect());
            let mut rows: Read = rows.collect();
            rows.sort();
            rows
        };
        case.looks.iter().zip(reads).map(of_table).collect()
    }

    /// Every listed gap must have been seen.
    fn compare_gaps(&mut self) {
        self.report.tally.gaps += self.observed.len();
        for (dialect, rule, object) in self.listed.difference(&self.observed).cloned().collect::<Vec<_>>() {
            self.disagree(format!(
                "the lint lists that {} cannot enforce {rule} of `{object}`, and nothing shows it",
                dialect.title()
            ));
        }
    }

    fn disagree(&mut self, what: String) {
        let is_new = |known: &String| known.split(": ").next() != what.split(": ").next();
        if self.report.disagreements.len() < MOST && self.report.disagreements.iter().all(is_new) {
            self.report.disagreements.push(what);
        }
    }
}

/// How the rows of a table differ: by number, or in which cells.
fn difference(table: &Table<'_>, first: &Read, second: &Read) -> String {
    let name = &table.entity.name;
    if first.len() != second.len() {
        return format!(
            "{} rows of {name} on PostgreSQL, {} on SQLite",
            first.len(),
            second.len()
        );
    }
    let rows = first.iter().zip(second).filter(|(a, b)| a != b);
    let cells = rows.flat_map(|(a, b)| table.columns.iter().zip(a.iter().zip(b)).filter(|(_, (a, b))| a != b));
    let told: Vec<_> = cells
        .take(3)
        .map(|(column, (a, b))| format!("{}: {a:?} against {b:?}", column.stored.name))
        .collect();
    format!("rows of {name} differ in {}", told.join("; "))
}
