//! The files of a step on the database: up, and where rows stand against it back as it was; down, and up again. A file that
//! fails has changed no row.

use crate::chain::Chain;
use crate::database::{Printed, Raw, compare};
use crate::rows::first_broken;
use crate::step::{Failure, Step};

impl Chain<'_> {
    /// Applies the files. False where the rows stood against it, and all is as it was.
    pub(crate) fn up(&mut self, step: &Step) -> Result<bool, Failure> {
        let broken = first_broken(&step.world, &step.rows, self.host.dialect());
        let unsure = step.effects.iter().any(|effect| effect.unsure);
        let may_refuse = self.host.choose_runner(self.random.next());
        for (at, stem) in step.stems.iter().enumerate() {
            let text = step.text(stem, "up");
            let watched = broken.is_some() || unsure || may_refuse;
            let rows = watched
                .then(|| self.host.again().raw())
                .transpose()
                .map_err(|why| step.failure("reading", why))?;
            let mut done = self.host.again().apply(text);
            if let (Err(why), Some(rows)) = (&done, &rows) {
                let halfway = self.host.stops_halfway() && !text.starts_with("-- no-transaction");
                self.unharmed(step, rows, halfway.then_some(text), why)?;
                if may_refuse && broken.is_none() && !unsure {
                    self.tally.refused_by_runner += 1;
                    self.host.usual_runner();
                    done = self.host.again().apply(text);
                }
            }
            if let Err(why) = done {
                if broken.is_none() && !unsure {
                    return Err(step.failure("aborted", format!("{stem}: {why}")));
                }
                // Objects that came before the error are left to whoever ran a file that wanted a transaction without one.
                self.over = self.host.stops_halfway() && !text.starts_with("-- no-transaction");
                self.host.usual_runner();
                if self.over {
                    self.tally.halfway += 1;
                } else {
                    self.go_back(step, at)?;
                }
                return Ok(false);
            }
        }
        match broken {
            Some(rule) if !unsure => {
                Err(step.failure("broken rows", format!("the migration succeeded, and yet {rule}")))
            }
            _ => Ok(true),
        }
    }

    /// A file that failed has changed no row. One that stopped halfway may have added columns and tables, and dropped the columns
    /// that it drops.
    fn unharmed(&mut self, step: &Step, rows: &Raw, halfway: Option<&str>, why: &str) -> Result<(), Failure> {
        let now = self.host.again().raw().map_err(|why| step.failure("reading", why))?;
        let none = Printed::default();
        let same = |table: &str, rows: &Printed| {
            let now = now.get(table).unwrap_or(&none);
            rows == now || halfway.is_some_and(|text| are_there(rows, now, text))
        };
        if (halfway.is_some() || now.len() == rows.len()) && rows.iter().all(|(table, rows)| same(table, rows)) {
            return Ok(());
        }
        let parted = rows.iter().find(|(table, rows)| !same(table, rows));
        Err(step.failure(
            "harmed",
            format!(
                "after {why}: {:?} is {:?}",
                parted,
                parted.and_then(|(table, _)| now.get(table))
            ),
        ))
    }

    /// Undoes the files before the one that failed, as an engineer would, and looks whether all is as it was.
    fn go_back(&mut self, step: &Step, done: usize) -> Result<(), Failure> {
        self.host.again().clean().map_err(|why| step.failure("cleaning", why))?;
        for stem in step.stems[..done].iter().rev() {
            let gone = self.host.again().apply(step.text(stem, "down"));
            gone.map_err(|why| step.failure("way back after an abort", format!("{stem}: {why}")))?;
        }
        let fail = |why: String| step.failure("way back after an abort", why);
        compare(self.host.again(), &self.world, &self.rows, &step.forgotten()).map_err(fail)?;
        self.over = done > 0 && step.forgets();
        self.keeps_labels = step.leaves_labels(&step.stems[..done]);
        self.looks_like_before().map_err(fail)
    }

    /// Down, and up again.
    pub(crate) fn there_and_back(&mut self, step: &Step) -> Result<(), Failure> {
        self.host.usual_runner();
        for (at, stem) in step.stems.iter().enumerate().rev() {
            let rows = self.host.again().raw().map_err(|why| step.failure("reading", why))?;
            if let Err(why) = self.host.again().apply(step.text(stem, "down")) {
                if !step.forgets() {
                    return Err(step.failure("no way back", format!("{stem}: {why}")));
                }
                self.unharmed(step, &rows, None, &why)?;
                self.tally.no_way_back += 1;
                return self.up_again(step, at + 1);
            }
        }
        self.tally.back += 1;
        let unknown = step.forgotten();
        self.keeps_labels = step.leaves_labels(&step.stems);
        let fail = |kind| move |why: String| step.failure(kind, why);
        compare(self.host.again(), &self.world, &self.rows, &unknown).map_err(fail("rows on the way back"))?;
        self.looks_like_before().map_err(fail("objects on the way back"))?;
        self.keeps_labels = false;
        self.up_again(step, 0)
    }

    fn up_again(&mut self, step: &Step, from: usize) -> Result<(), Failure> {
        for stem in &step.stems[from..] {
            let done = self.host.again().apply(step.text(stem, "up"));
            done.map_err(|why| step.failure("aborted the second time", format!("{stem}: {why}")))?;
        }
        self.arrived(step)
    }
}

/// Whether every row is still there, with whatever columns came, and without those that the file drops.
fn are_there(before: &Printed, now: &Printed, text: &str) -> bool {
    let is_dropped = |name: &String| text.contains(&format!("DROP COLUMN \"{name}\""));
    let kept: Vec<&String> = before
        .columns
        .iter()
        .filter(|name| now.columns.contains(name) || !is_dropped(name))
        .collect();
    kept.iter().all(|name| now.columns.contains(name)) && before.only(&kept) == now.only(&kept)
}
