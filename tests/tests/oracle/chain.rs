//! One chain: a database is built and filled, and then goes through step after step of changes. In: a plan. Out: counts,
//! or the first thing that went wrong, with all that is needed to see why.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};

use driftless_catalog::Dialect;

use crate::carry::carry;
use crate::change::{Effect, Mutation, Stage, Stops};
use crate::column::{insertion, qualified};
use crate::database::{Database, compare};
use crate::fill::{Fresh, fill, sprinkle};
use crate::pipeline::{Drafted, Folder, Loss, Wanted, drafted, goal, sealed};
use crate::random::{Random, mix};
use crate::rows::{Rows, first_broken};
use crate::start::start;
use crate::tally::Tally;
use crate::text::schema_text;
use crate::world::{Id, Kind, World};

/// The number that the database counted to, before a migration.
const MARK: i64 = 1000;

/// The folder of a first migration, and the text that goes up.
type First = (Folder, String);

/// How many first migrations are kept.
const KEPT: usize = 4;

/// What a chain does; shrinking takes away from it.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) steps: Vec<Vec<Mutation>>,
    /// Entities that the first schema leaves out.
    pub(crate) without: BTreeSet<Id>,
    /// Rows in each table.
    pub(crate) rows: usize,
}

/// What went wrong.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The kind of thing; shrinking keeps it.
    pub(crate) kind: &'static str,
    pub(crate) why: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) effects: Vec<String>,
    /// Names and texts of the migration.
    pub(crate) files: Vec<(String, String)>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing stopped it.
    Applied,
    /// The gate stopped it; allowed, it was applied.
    Stopped,
    /// It was not allowed, or cannot be.
    Refused,
    /// The rows stood against it.
    Aborted,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind, self.why)?;
        self.files
            .iter()
            .try_for_each(|(name, text)| write!(f, "\n=== {name}\n{text}"))
    }
}

impl Failure {
    /// What two failures of one cause share: the words of the message, without names and numbers.
    pub(crate) fn signature(&self) -> String {
        let word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let words = self
            .why
            .split(|c: char| c.is_whitespace() || c == ':')
            .filter(word)
            .take(9);
        format!("{} {}", self.kind, words.collect::<Vec<_>>().join(" "))
    }
}

/// Where chains run: a database under test, and an empty one that is built fresh to compare with.
pub(crate) trait Host {
    fn dialect(&self) -> Dialect;
    /// An empty database to test.
    fn subject(&mut self) -> &mut dyn Database;
    /// The same database again, as it is.
    fn again(&mut self) -> &mut dyn Database;
    /// Another empty database.
    fn twin(&mut self) -> &mut dyn Database;
    /// Chooses how the next files are applied; true where that way may refuse them.
    fn choose_runner(&mut self, number: u64) -> bool;
    /// The way that every migration must work in.
    fn usual_runner(&mut self);
}

/// The state between steps.
pub(crate) struct Chain<'c> {
    pub(crate) host: &'c mut dyn Host,
    tally: &'c mut Tally,
    random: Random,
    world: World,
    pub(crate) rows: Rows,
    folder: Folder,
    /// A way back left labels of a native enum, as it said it would.
    keeps_labels: bool,
    /// Rows went with an allowed loss, and then another file aborted.
    over: bool,
}

/// One step as planned.
struct Step {
    world: World,
    rows: Rows,
    effects: Vec<Effect>,
    unknown: BTreeSet<Id>,
    /// Entities with another name than before: the old and the new one.
    renamed: Vec<(String, String)>,
    before: String,
    after: String,
    files: Vec<(String, String)>,
    stems: Vec<String>,
}

impl Step {
    fn failure(&self, kind: &'static str, why: impl Into<String>) -> Failure {
        Failure {
            kind,
            why: why.into(),
            before: self.before.clone(),
            after: self.after.clone(),
            effects: self
                .effects
                .iter()
                .map(|effect| format!("{:?} {}", effect.stops, effect.what))
                .collect(),
            files: self.files.clone(),
        }
    }

    fn stops(&self) -> Stops {
        self.effects
            .iter()
            .map(|effect| effect.stops)
            .max()
            .unwrap_or(Stops::Never)
    }

    /// What the way back need not restore.
    fn forgotten(&self) -> BTreeSet<Id> {
        if self.forgets() {
            self.unknown.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// Whether the way back over these says that it leaves labels of a native enum: PostgreSQL cannot take one away.
    fn leaves_labels(&self, stems: &[String]) -> bool {
        stems
            .iter()
            .any(|stem| self.text(stem, "down").contains("-- does not bring back: the type"))
    }

    fn forgets(&self) -> bool {
        self.effects.iter().any(|effect| effect.forgets)
    }

    /// What a change is about, under old and new names.
    fn names(&self, effect: &Effect) -> Vec<String> {
        let mut names = effect.about.clone();
        for (old, new) in &self.renamed {
            if effect.about.contains(old) || effect.about.contains(new) {
                names.extend([old.clone(), new.clone()]);
            }
        }
        names
    }

    fn text(&self, stem: &str, way: &str) -> &str {
        let name = format!("{stem}.{way}.sql");
        self.files.iter().find(|file| file.0 == name).map_or("", |file| &file.1)
    }
}

/// Runs a chain to its end or to its first failure.
pub(crate) fn run(plan: &Plan, host: &mut dyn Host, tally: &mut Tally) -> Result<(), Box<Failure>> {
    let world = start(plan.seed, &plan.without);
    let mut chain = Chain::new(world, host, tally, Random::new(mix(plan.seed, 1)));
    chain
        .begin(plan.rows)
        .map_err(|why| Box::new(chain.broken("beginning", why)))?;
    for mutations in &plan.steps {
        chain.random = Random::new(mix(plan.seed, mutations.first().map_or(0, |mutation| mutation.seed)));
        chain.step(mutations).map_err(Box::new)?;
        if chain.keeps_labels || chain.over {
            // The database is no longer what the released migrations make.
            return Ok(());
        }
        chain.grow(plan.rows).map_err(Box::new)?;
    }
    Ok(())
}

impl<'c> Chain<'c> {
    /// A chain that has not begun.
    pub(crate) fn new(world: World, host: &'c mut dyn Host, tally: &'c mut Tally, random: Random) -> Self {
        let (rows, folder) = (Rows::new(), Folder::new());
        Self {
            host,
            tally,
            random,
            world,
            rows,
            folder,
            keeps_labels: false,
            over: false,
        }
    }

    fn broken(&self, kind: &'static str, why: String) -> Failure {
        let before = schema_text(&self.world);
        Failure {
            kind,
            why,
            before,
            after: String::new(),
            effects: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The first schema, applied and filled.
    pub(crate) fn begin(&mut self, rows: usize) -> Result<(), String> {
        let (folder, up) = first_migration(&self.world, self.host.dialect())?;
        self.host.usual_runner();
        self.host.subject().apply(&up)?;
        let wanted = goal(&schema_text(&self.world), self.host.dialect())?;
        self.folder = sealed(&wanted, folder)?;
        let fresh = fill(&self.world, &mut self.rows, rows, &mut self.random);
        self.insert(&fresh)?;
        let values = compare(self.host.again(), &self.world, &self.rows, &BTreeSet::new())?;
        self.tally.values += values;
        Ok(())
    }

    /// Rows that come between two migrations: up to so many, and one more for every table.
    pub(crate) fn grow(&mut self, rows: usize) -> Result<(), Failure> {
        let refused = |chain: &Self, why| chain.broken("a row that fits is refused", why);
        let fresh = fill(&self.world, &mut self.rows, rows, &mut self.random);
        self.insert(&fresh).map_err(|why| refused(self, why))?;
        let fresh = sprinkle(&self.world, &mut self.rows, 1, &mut self.random);
        self.insert(&fresh).map_err(|why| refused(self, why))
    }

    fn insert(&mut self, fresh: &Fresh) -> Result<(), String> {
        let dialect = self.host.dialect();
        let tables = self.world.tables();
        let mut sql = String::new();
        for (id, rows) in fresh {
            if let Some(table) = tables.iter().find(|table| table.id == *id) {
                sql.push_str(&insertion(&self.world, dialect, table, rows));
                let name = qualified(dialect, table);
                if table.identity {
                    sql.push_str(&match dialect {
                        Dialect::Postgres => {
                            format!("SELECT setval(pg_get_serial_sequence('{name}', 'id'), {MARK});\n")
                        }
                        Dialect::Sqlite => format!(
                            "UPDATE sqlite_sequence SET seq = {MARK} WHERE name = '{}';\n",
                            name.trim_matches('"')
                        ),
                    });
                }
            }
        }
        self.host.again().run(&sql)
    }

    fn step(&mut self, mutations: &[Mutation]) -> Result<(), Failure> {
        let Some(step) = self.staged(mutations) else {
            return Ok(());
        };
        let after = match goal(&step.after, self.host.dialect()) {
            Ok(after) => after,
            Err(why) => {
                self.tally.unfit(&why);
                return Ok(());
            }
        };
        self.tally.step(&step.world, mutations);
        let often = self.random.chance(25);
        match self.take(step, &after, often)? {
            Outcome::Refused => self.tally.refused += 1,
            Outcome::Aborted => self.tally.aborted += 1,
            Outcome::Applied | Outcome::Stopped => {}
        }
        Ok(())
    }

    /// A step to a schema that was read from a file; what happens to rows follows from names.
    pub(crate) fn case(&mut self, world: World) -> Result<Outcome, Failure> {
        let rows = carry(&self.world, &world, &self.rows);
        let about = self
            .world
            .entities
            .iter()
            .chain(&world.entities)
            .map(|of| of.name.clone());
        let effect = Effect {
            what: "the case".to_owned(),
            stops: Stops::May,
            about: about.collect(),
            forgets: true,
            unsure: false,
            refusable: true,
        };
        let parts = |world: &World| -> BTreeSet<Id> {
            let tables = world.tables();
            tables
                .iter()
                .flat_map(|table| table.fields.iter().map(|field| field.id).chain([table.id]))
                .collect()
        };
        let mut unknown: BTreeSet<Id> = parts(&self.world).difference(&parts(&world)).copied().collect();
        // Documents may have lost members.
        let members = |world: &World| -> BTreeSet<Id> {
            let all = world.records.iter().flat_map(|record| &record.fields);
            all.map(|member| member.id).collect()
        };
        let lost = !members(&self.world).is_subset(&members(&world));
        let tables = self.world.tables();
        let documents = tables
            .iter()
            .flat_map(|table| &table.fields)
            .filter(|field| lost && matches!(field.kind, Kind::Record(_)));
        unknown.extend(documents.map(|field| field.id));
        let (before, after) = (schema_text(&self.world), schema_text(&world));
        let wanted = goal(&after, self.host.dialect());
        let mut step = Step {
            world,
            rows,
            effects: vec![effect],
            unknown,
            renamed: Vec::new(),
            before,
            after,
            files: Vec::new(),
            stems: Vec::new(),
        };
        let records = step
            .before
            .lines()
            .chain(step.after.lines())
            .filter_map(|line| line.strip_prefix("[record."));
        let records: Vec<_> = records.map(|name| name.trim_end_matches(']').to_owned()).collect();
        step.effects[0].about.extend(records);
        let wanted = wanted.map_err(|why| step.failure("the case is no schema", why))?;
        self.take(step, &wanted, false)
    }

    /// Through the gate, up, and down, and up again.
    fn take(&mut self, mut step: Step, after: &Wanted, gives_in: bool) -> Result<Outcome, Failure> {
        let before = self.tally.stopped;
        let Some((folder, stems)) = self.gate(&step, after, gives_in)? else {
            return Ok(Outcome::Refused);
        };
        let of_draft = |name: &&String| stems.iter().any(|stem| name.starts_with(stem.as_str()));
        let files = folder.iter().filter(|(name, _)| of_draft(name));
        step.files = files.map(|(name, text)| (name.clone(), text.clone())).collect();
        step.stems = stems;
        if !self.up(&step)? {
            return Ok(Outcome::Aborted);
        }
        self.arrived(&step)?;
        let folder = sealed(after, folder).map_err(|why| step.failure("release", why))?;
        self.planned_nothing(&step, after, &folder)?;
        if self.random.chance(60) {
            self.there_and_back(&step)?;
        }
        (self.world, self.rows, self.folder) = (step.world, step.rows, folder);
        Ok(if self.tally.stopped > before {
            Outcome::Stopped
        } else {
            Outcome::Applied
        })
    }

    /// The changes, made; `None` where none of them could be.
    fn staged(&mut self, mutations: &[Mutation]) -> Option<Step> {
        let mut stage = Stage::new(self.world.clone(), self.rows.clone(), &mut self.random);
        let effects: Vec<_> = mutations.iter().filter_map(|mutation| stage.apply(*mutation)).collect();
        if effects.is_empty() {
            return None;
        }
        let unknown = stage.unknown();
        let same = stage
            .world
            .entities
            .iter()
            .filter_map(|new| Some((self.world.find(new.id)?.name.clone(), new.name.clone())));
        let renamed = same.filter(|(old, new)| old != new).collect();
        let (before, after) = (schema_text(&self.world), schema_text(&stage.world));
        Some(Step {
            world: stage.world,
            rows: stage.rows,
            effects,
            unknown,
            renamed,
            before,
            after,
            files: Vec::new(),
            stems: Vec::new(),
        })
    }

    /// Through the loss gate: stopped where it must be and nowhere else. `None` where the step ends here.
    fn gate(&mut self, step: &Step, after: &Wanted, gives_in: bool) -> Result<Option<(Folder, Vec<String>)>, Failure> {
        let losses = match drafted(after, &self.folder, &[]) {
            Drafted::Files(..) if step.stops() == Stops::Must => {
                return Err(step.failure("not stopped", "the loss gate let a loss through"));
            }
            Drafted::Files(folder, stems) => return Ok(Some((folder, stems))),
            Drafted::Stopped(losses) => losses,
            Drafted::Refused(_) if step.effects.iter().any(|effect| effect.refusable) => return Ok(None),
            Drafted::Refused(why) => return Err(step.failure("refused", why)),
            Drafted::Bug(why) => return Err(step.failure("bug", why)),
        };
        self.tally.stopped += 1;
        stopped_rightly(step, &losses)?;
        if gives_in {
            return Ok(None);
        }
        match drafted(after, &self.folder, &losses) {
            Drafted::Files(folder, stems) => Ok(Some((folder, stems))),
            Drafted::Stopped(still)
                if still.iter().all(|loss| loss.final_word) && step.effects.iter().any(|effect| effect.refusable) =>
            {
                Ok(None)
            }
            Drafted::Stopped(still) => Err(step.failure("stopped again", format!("{still:?} in spite of {losses:?}"))),
            Drafted::Refused(_) if step.effects.iter().any(|effect| effect.refusable) => Ok(None),
            Drafted::Refused(why) => Err(step.failure("refused", why)),
            Drafted::Bug(why) => Err(step.failure("bug", why)),
        }
    }

    /// Applies the files. False where the rows stood against it, and all is as it was.
    fn up(&mut self, step: &Step) -> Result<bool, Failure> {
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
                self.unharmed(step, rows, why)?;
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
                self.host.usual_runner();
                self.go_back(step, at)?;
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

    /// A file that failed has changed no row.
    fn unharmed(&mut self, step: &Step, rows: &crate::database::Raw, why: &str) -> Result<(), Failure> {
        let now = self.host.again().raw().map_err(|why| step.failure("reading", why))?;
        if now == *rows {
            return Ok(());
        }
        let parted = rows.iter().find(|(table, rows)| now.get(*table) != Some(rows));
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
        self.looks_like(&self.world.clone()).map_err(fail)
    }

    /// All rows, all objects.
    fn arrived(&mut self, step: &Step) -> Result<(), Failure> {
        let fail = |kind| move |why: String| step.failure(kind, why);
        self.host.again().sound().map_err(fail("unsound"))?;
        let values = compare(self.host.again(), &step.world, &step.rows, &BTreeSet::new()).map_err(fail("rows"))?;
        self.tally.values += values;
        self.looks_like(&step.world).map_err(fail("objects"))?;
        self.marks(&step.world).map_err(fail("mark"))
    }

    /// The database holds a World and the rows of this chain, in every respect.
    pub(crate) fn intact(&mut self, world: &World) -> Result<(), String> {
        self.host.again().sound()?;
        compare(self.host.again(), world, &self.rows, &BTreeSet::new())?;
        self.looks_like(world)?;
        self.marks(world)
    }

    /// The database is what a fresh one of the same schema is.
    fn looks_like(&mut self, world: &World) -> Result<(), String> {
        let (_, up) = first_migration(world, self.host.dialect())?;
        let (mut found, mut wanted) = (self.host.again().shape()?, {
            let twin = self.host.twin();
            twin.apply(&up)?;
            twin.shape()?
        });
        if self.keeps_labels {
            [&mut found, &mut wanted]
                .into_iter()
                .for_each(|lines| lines.retain(|line| !line.starts_with("enum ")));
        }
        if found == wanted {
            return Ok(());
        }
        let extra: Vec<_> = found
            .iter()
            .filter(|line| !wanted.contains(line))
            .take(6)
            .cloned()
            .collect();
        let missing: Vec<_> = wanted
            .iter()
            .filter(|line| !found.contains(line))
            .take(6)
            .cloned()
            .collect();
        Err(format!(
            "migrated, it has\n{}\nbuilt fresh, it has\n{}",
            extra.join("\n"),
            missing.join("\n")
        ))
    }

    /// Numbers that were given once are not given again.
    fn marks(&mut self, world: &World) -> Result<(), String> {
        let dialect = self.host.dialect();
        for table in world
            .tables()
            .iter()
            .filter(|table| table.identity && self.rows.contains_key(&table.id))
        {
            let name = qualified(dialect, table);
            let query = match dialect {
                Dialect::Postgres => format!("SELECT nextval(pg_get_serial_sequence('{name}', 'id'))"),
                Dialect::Sqlite => format!(
                    "SELECT seq FROM sqlite_sequence WHERE name = '{}'",
                    name.trim_matches('"')
                ),
            };
            let rows = self.host.again().read(&query)?;
            let mark = rows.first().and_then(|row| row[0].as_ref()?.parse::<i64>().ok());
            if mark.is_none_or(|mark| mark < MARK) {
                return Err(format!("{name} counts on from {mark:?}, not from {MARK}"));
            }
        }
        Ok(())
    }

    /// Planning again plans nothing.
    fn planned_nothing(&self, step: &Step, after: &Wanted, folder: &Folder) -> Result<(), Failure> {
        match drafted(after, folder, &[]) {
            Drafted::Files(_, stems) if stems.is_empty() => Ok(()),
            Drafted::Files(next, stems) => {
                let text = next.get(&format!("{}.up.sql", stems[0])).cloned().unwrap_or_default();
                Err(step.failure("planned again", text))
            }
            Drafted::Stopped(losses) => Err(step.failure("planned again", format!("{losses:?}"))),
            Drafted::Refused(why) | Drafted::Bug(why) => Err(step.failure("planned again", why)),
        }
    }

    /// Down, and up again.
    fn there_and_back(&mut self, step: &Step) -> Result<(), Failure> {
        self.host.usual_runner();
        for (at, stem) in step.stems.iter().enumerate().rev() {
            let rows = self.host.again().raw().map_err(|why| step.failure("reading", why))?;
            if let Err(why) = self.host.again().apply(step.text(stem, "down")) {
                if !step.forgets() {
                    return Err(step.failure("no way back", format!("{stem}: {why}")));
                }
                self.unharmed(step, &rows, &why)?;
                self.tally.no_way_back += 1;
                return self.up_again(step, at + 1);
            }
        }
        self.tally.back += 1;
        let unknown = step.forgotten();
        self.keeps_labels = step.leaves_labels(&step.stems);
        let fail = |kind| move |why: String| step.failure(kind, why);
        compare(self.host.again(), &self.world, &self.rows, &unknown).map_err(fail("rows on the way back"))?;
        self.looks_like(&self.world.clone())
            .map_err(fail("objects on the way back"))?;
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

/// The gate names what is lost and nothing else.
fn stopped_rightly(step: &Step, losses: &[Loss]) -> Result<(), Failure> {
    let risky = step.effects.iter().filter(|effect| effect.stops != Stops::Never);
    let about: Vec<_> = risky.flat_map(|effect| step.names(effect)).collect();
    for loss in losses {
        if !about.iter().any(|name| is_of(loss, name)) {
            return Err(step.failure("false alarm", format!("{} is in no danger: {about:?}", loss.allowance)));
        }
    }
    let must = step.effects.iter().filter(|effect| effect.stops == Stops::Must);
    for effect in must {
        let names = step.names(effect);
        if !losses.iter().any(|loss| names.iter().any(|name| is_of(loss, name))) {
            return Err(step.failure("not stopped", format!("{} is not among {losses:?}", effect.what)));
        }
    }
    Ok(())
}

/// Whether a loss is of an entity, or of one of its links.
fn is_of(loss: &Loss, name: &str) -> bool {
    loss.object
        .split('.')
        .next()
        .is_some_and(|owner| owner.starts_with(name))
}

/// The migration that makes everything out of nothing: its folder, and the text that goes up. The last few are kept: a
/// schema is built fresh several times.
fn first_migration(world: &World, dialect: Dialect) -> Result<First, String> {
    thread_local! {
        static LAST: RefCell<VecDeque<(Dialect, String, First)>> = const { RefCell::new(VecDeque::new()) };
    }
    let text = schema_text(world);
    let known = LAST.with_borrow(|last| {
        let same = last.iter().find(|(of, known, _)| *of == dialect && *known == text);
        same.map(|(_, _, first)| first.clone())
    });
    if let Some(first) = known {
        return Ok(first);
    }
    let wanted = goal(&text, dialect)?;
    let first = match drafted(&wanted, &Folder::new(), &[]) {
        Drafted::Files(folder, stems) => {
            let up = stems
                .first()
                .and_then(|stem| folder.get(&format!("{stem}.up.sql")))
                .cloned();
            (folder, up.unwrap_or_default())
        }
        Drafted::Stopped(losses) => return Err(format!("the first migration was stopped: {losses:?}")),
        Drafted::Refused(why) | Drafted::Bug(why) => return Err(why),
    };
    LAST.with_borrow_mut(|last| {
        last.push_back((dialect, text, first.clone()));
        if last.len() > KEPT {
            last.pop_front();
        }
    });
    Ok(first)
}
