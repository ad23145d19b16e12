//! One pair of schemas from files, for looking at: what is drafted, and what is lost. `DRIFTLESS_ORACLE_PAIR` names a folder
//! with `before.toml` and `after.toml`.

use driftless_catalog::Dialect;

use crate::pipeline::{Drafted, Folder, drafted, goal, sealed};

#[test]
#[ignore = "a tool for looking at one pair"]
fn show_a_pair() {
    let folder = std::env::var("DRIFTLESS_ORACLE_PAIR").expect("DRIFTLESS_ORACLE_PAIR names a folder");
    let text = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("the folder holds two schemas");
    for dialect in Dialect::ALL {
        let before = goal(&text("before.toml"), dialect).expect("the schema is sound");
        let after = goal(&text("after.toml"), dialect).expect("the schema is sound");
        let Drafted::Files(first, _) = drafted(&before, &Folder::new(), &[]) else {
            panic!("no first migration")
        };
        let first = sealed(&before, first).expect("it can be sealed");
        println!("{}", first["history.toml"]);
        let mut next = drafted(&after, &first, &[]);
        if let Drafted::Stopped(losses) = &next {
            println!("{losses:#?}");
            next = drafted(&after, &first, losses);
        }
        match next {
            Drafted::Files(files, stems) => stems.iter().for_each(|stem| {
                println!("=== {stem} up\n{}", files[&format!("{stem}.up.sql")]);
                println!("=== {stem} down\n{}", files[&format!("{stem}.down.sql")]);
            }),
            Drafted::Stopped(losses) => println!("stopped again: {losses:#?}"),
            Drafted::Refused(why) => println!("refused: {why}"),
            Drafted::Bug(why) => println!("bug: {why}"),
        }
    }
}
