//! `statements.sql` to cases.

/// One statement and what must be there for it.
pub(crate) struct Case {
    /// The words of its kind.
    pub(crate) kind: &'static str,
    /// The first major that understands it.
    pub(crate) since: u32,
    /// Statements that set the scene.
    pub(crate) scene: Vec<&'static str>,
    /// The statement itself.
    pub(crate) statement: &'static str,
}

/// What every case finds.
pub(crate) fn fixture() -> Vec<&'static str> {
    include_str!("fixture.sql")
        .lines()
        .filter(|line| !line.starts_with("--") && !line.is_empty())
        .collect()
}

/// Every case, in order.
pub(crate) fn cases() -> Vec<Case> {
    let blocks = include_str!("statements.sql").split("\n\n").skip(1);
    blocks.map(case).collect()
}

fn case(block: &'static str) -> Case {
    let mut lines = block.lines();
    let head = lines.next().and_then(|line| line.strip_prefix("-- "));
    let head = head.unwrap_or_else(|| panic!("a case begins with its kind:\n{block}"));
    let (kind, since) = match head.split_once(" (") {
        Some((kind, since)) => (kind, since.trim_end_matches(')').parse().expect("a major is a number")),
        None => (head, 0),
    };
    let mut scene: Vec<&str> = lines.collect();
    let statement = scene.pop().unwrap_or_else(|| panic!("`{kind}` has no statement"));
    Case {
        kind,
        since,
        scene,
        statement,
    }
}
