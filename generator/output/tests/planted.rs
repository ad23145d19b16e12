//! Files that people keep within the folders of outputs, at random: whatever is written, renamed, withdrawn or no longer
//! emitted around them, none is ever touched. `SEED` asks for other folders.
#![expect(
    unreachable_pub,
    dead_code,
    reason = "the shared project is a module of several test binaries"
)]

mod project;

use driftless_output::{Kind, OutputSet};
use project::{OPTIONS, Project, ours};
use std::collections::BTreeMap;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

const FOLDERS: usize = 1_000;
const ROUNDS: usize = 5;

/// Few names, so that the same place is often wanted twice.
const NAMES: [&str; 7] = ["generated", "src", "a", "A.rs", "b.ts", "manifest.json", ".gitkeep"];

/// A small generator of numbers: the same seed gives the same run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn path(&mut self) -> String {
        let parts: Vec<&str> = (0..=self.below(3)).map(|_| NAMES[self.below(NAMES.len())]).collect();
        parts.join("/")
    }
}

#[test]
fn no_planted_file_is_ever_touched() {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(1, |time| time.as_secs());
    let seed = std::env::var("SEED").map_or(now, |seed| seed.parse().expect("SEED is a number"));
    println!("SEED={seed}");
    let mut random = Random(seed.max(1));
    let (mut written, mut refused, mut planted) = (0, 0, 0);
    for folder in 0..FOLDERS {
        let project = Project::in_memory();
        let mut by_hand = BTreeMap::new();
        for round in 0..ROUNDS {
            plant(&mut random, &project, &mut by_hand);
            let before = project.snapshot();
            match project.write_with(&random_outputs(&mut random), &OPTIONS) {
                Ok(_) => written += 1,
                Err(error) => {
                    refused += 1;
                    assert_eq!(project.snapshot(), before, "SEED={seed}, {folder}, {round}: {error}");
                }
            }
            for (path, text) in &by_hand {
                let now = fs::read_to_string(project.path(path)).ok();
                assert_eq!(now.as_ref(), Some(text), "SEED={seed}, {folder}, {round}: {path}");
            }
        }
        planted += by_hand.len();
    }
    println!("{planted} files planted, {written} runs wrote, {refused} were refused");
    assert!(planted > FOLDERS && written > FOLDERS && refused > FOLDERS / 10);
}

/// Plants files where nothing is yet.
fn plant(random: &mut Random, project: &Project, by_hand: &mut BTreeMap<String, String>) {
    for _ in 0..random.below(3) {
        let path = random.path();
        let folder = project.path(&path).parent().map(fs::create_dir_all);
        if folder.is_some_and(|made| made.is_ok()) && !project.has(&path) {
            let text = format!("by hand, {}", random.below(usize::MAX));
            project.plant(&path, &text);
            by_hand.insert(path, text);
        }
    }
}

/// Outputs with and without our header, migrations, and drafts that must go.
fn random_outputs(random: &mut Random) -> OutputSet {
    let mut outputs = OutputSet::default();
    for _ in 0..random.below(8) {
        let (path, text) = (random.path(), format!("text {}", random.below(3)));
        // Two that want the same place are refused, which leaves the first.
        let _taken = match random.below(8) {
            0 => outputs.withdraw(&path),
            // Who owns a migration is for its history to know, so that they have a folder of their own here.
            1 => outputs.insert_marked(&format!("migrations/{path}"), &text, Kind::Migration),
            2..5 => outputs.insert_marked(&path, &ours(&text), Kind::Generated),
            _ => outputs.insert_marked(&path, &text, Kind::Generated),
        };
    }
    outputs
}
