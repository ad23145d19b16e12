//! The safe ways that are recommended: on every major no step reads or writes a table as a whole while nobody can write
//! to it, nothing is said against any of them, and in the end the database is what the plain statement makes of it.

use driftless_hazard::Kind;
use driftless_tests::postgres::{self, Database};

use crate::cases::Case;
use crate::lint::{blocks, hazards};
use crate::observe::{observe, set_scene};
use crate::predicted::inspect;

/// A safe way to do what a statement does.
struct Recipe {
    kind: &'static str,
    since: u32,
    scene: Vec<&'static str>,
    instead_of: &'static str,
    steps: Vec<&'static str>,
}

impl Recipe {
    /// One of its steps, after those before it.
    fn step(&self, number: usize) -> Case {
        let before = self.scene.iter().chain(&self.steps[..number]);
        Case {
            kind: self.kind,
            since: self.since,
            scene: before.copied().collect(),
            statement: self.steps[number],
        }
    }
}

#[test]
fn no_step_of_a_recipe_makes_others_wait() {
    for major in postgres::majors() {
        let database = postgres::server(major).database("recipes");
        for recipe in recipes().iter().filter(|recipe| recipe.since <= major) {
            for number in 0..recipe.steps.len() {
                let step = recipe.step(number);
                let seen = observe(&database, &step);
                assert!(
                    !blocks(&seen),
                    "{major} {}: {} does {seen:#?}",
                    recipe.kind,
                    step.statement
                );
            }
        }
    }
}

#[test]
fn a_recipe_ends_where_the_plain_statement_does() {
    for major in postgres::majors() {
        let database = postgres::server(major).database("recipes_end");
        for recipe in recipes().iter().filter(|recipe| recipe.since <= major) {
            let plain = [recipe.scene.as_slice(), &[recipe.instead_of]].concat();
            let steps = [recipe.scene.as_slice(), &recipe.steps].concat();
            let (plain, steps) = (made(&database, recipe, plain), made(&database, recipe, steps));
            assert_eq!(plain, steps, "{major} {}", recipe.kind);
        }
    }
}

/// Deleting a column or a rule is what some steps are about; nothing else is said against any.
#[test]
fn little_is_said_against_the_steps_of_a_recipe() {
    let taking = [
        "DROP COLUMN",
        "DROP CONSTRAINT",
        "DROP TRIGGER",
        "RENAME COLUMN",
        "DROP INDEX",
    ];
    for recipe in recipes() {
        for number in 0..recipe.steps.len() {
            let step = recipe.step(number);
            let said = hazards(&inspect(&step, None));
            let takes = taking.iter().any(|words| step.statement.contains(words));
            assert!(
                said.is_empty() || takes,
                "{}: {} is told {said:?}",
                recipe.kind,
                step.statement
            );
        }
        let plain = Case {
            statement: recipe.instead_of,
            ..recipe.step(0)
        };
        let inspected = inspect(&plain, None);
        assert!(
            !hazards(&inspected).is_empty(),
            "nothing is said against {}",
            recipe.instead_of
        );
        let kind: Kind = recipe.kind.parse().expect("a recipe is for a kind");
        assert!(
            inspected.kinds.contains(&kind),
            "{} is {:?}",
            recipe.instead_of,
            inspected.kinds
        );
    }
}

/// What a database is after some statements; the order of columns and of objects is no matter.
fn made(database: &Database<'_>, recipe: &Recipe, scene: Vec<&'static str>) -> Vec<String> {
    let case = Case {
        kind: recipe.kind,
        since: recipe.since,
        scene,
        statement: "",
    };
    set_scene(database, &case, true);
    let dump = database.dump();
    let lines = dump
        .lines()
        .filter(|line| !line.starts_with("--") && !line.starts_with('\\'));
    let mut lines: Vec<String> = lines.map(|line| line.trim_end_matches(',').to_owned()).collect();
    lines.sort();
    lines
}

fn recipes() -> Vec<Recipe> {
    let blocks = include_str!("recipes.sql").split("\n\n").skip(1);
    blocks.map(recipe).collect()
}

fn recipe(block: &'static str) -> Recipe {
    let (head, body) = block.split_once('\n').expect("a recipe begins with its kind");
    let head = head.trim_start_matches("-- ");
    let (kind, since) = match head.split_once(" (") {
        Some((kind, since)) => (kind, since.trim_end_matches(')').parse().expect("a major is a number")),
        None => (head, 0),
    };
    let part = |name: &str| -> Vec<&'static str> {
        let lines = body.lines().skip_while(|line| *line != name).skip(1);
        lines.take_while(|line| !line.starts_with("-- ")).collect()
    };
    Recipe {
        kind,
        since,
        scene: part("-- scene"),
        instead_of: part("-- instead of")
            .first()
            .copied()
            .expect("a recipe replaces a statement"),
        steps: part("-- steps"),
    }
}
