//! Times of the whole program, each as a ratio to the floor of the same run. In: sizes. Out: a table. Figures are history, not
//! tests.

mod floor;
mod measure;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Cost, least};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder] = arguments.as_slice()
        && word == "floor"
    {
        return floor::work(Path::new(folder));
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let program = built();
    println!("{:<26} {:>9} {:>9} {:>9} {:>7}", "what", "processor", "wall", "memory", "ratio");
    for size in if sizes.is_empty() { vec![10, 100, 1000, 10_000] } else { sizes } {
        compare(&program, size);
    }
}

/// The program, optimised.
fn built() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "--package", "driftless"]).current_dir(&root).status();
    assert!(built.expect("Cargo runs").success(), "the program builds");
    root.join("target/release/driftless")
}

/// One size: from nothing, again, a check, and after an edit of one field.
fn compare(program: &Path, size: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder);
        measure::cost(&mut command)
    };
    let write = |text: String| fs::write(folder.join("schema.toml"), text).expect("the schema is written");
    let clean = || {
        for made in ["generated", "migrations"] {
            fs::remove_dir_all(folder.join(made)).unwrap_or_default();
        }
    };
    write(schema::schema(size, None));
    let runs = if size > 1000 { 1 } else { 3 };
    let cold = least(runs, || {
        clean();
        run(&["gen"])
    });
    let floor = least(runs, || {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("floor").arg(folder);
        measure::cost(&mut command)
    });
    let unchanged = least(runs, || run(&["gen"]));
    let check = least(runs, || run(&["gen", "--check"]));
    let mut edits = 0;
    let edited = least(runs, || {
        edits += 1;
        write(schema::schema(size, Some(edits)));
        run(&["gen"])
    });
    for (what, cost) in [("floor", floor), ("cold", cold), ("unchanged", unchanged), ("--check", check), ("one field", edited)] {
        row(&format!("{size} entities, {what}"), cost, floor);
    }
}

fn row(what: &str, cost: Cost, floor: Cost) {
    println!(
        "{what:<26} {:>6.0} ms {:>6.0} ms {:>6.0} MB {:>6.2}x",
        cost.processor.as_secs_f64() * 1e3,
        cost.wall.as_secs_f64() * 1e3,
        cost.memory as f64 / 1e6,
        cost.processor.as_secs_f64() / floor.processor.as_secs_f64()
    );
}
