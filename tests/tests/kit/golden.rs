//! Golden folders: a difference in either direction is seen.

use driftless_tests::tree;
use std::fs;

#[test]
fn golden_folders_are_compared_both_ways() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/c.txt"), "1\n").unwrap();
    tree::compare(folder.path(), [("b/c.txt", "1\n")]);
    let refusal = |files: Vec<(&'static str, &'static str)>| {
        let path = folder.path().to_owned();
        let panic = std::panic::catch_unwind(move || tree::compare(&path, files)).unwrap_err();
        panic.downcast::<String>().map(|text| *text).unwrap()
    };
    assert!(refusal(vec![("b/c.txt", "2\n")]).contains("-1\n+2\n"));
    assert!(refusal(vec![]).contains("b/c.txt: expected, not made"));
    assert!(refusal(vec![("b/c.txt", "1\n"), ("d", "")]).contains("d: made, not expected"));
}
