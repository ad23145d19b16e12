#[test]
#[ignore]
fn dump() {
    let path = std::env::var("SCHEMA").unwrap();
    let text = std::fs::read_to_string(driftless_tests::repository().join(path)).unwrap();
    for target in ["python", "docs"] {
        let p = crate::emitted::Emitted::of(target, &text);
        let _ = std::process::Command::new("cp").args(["-r", "-T", &p.folder().join("out").to_string_lossy(), &format!("/tmp/{target}out")]).status();
    }
}
