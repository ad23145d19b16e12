//! Extensions that a server has not got: some builds come without any.

use super::{OWNER, Server, majors};

impl Server {
    /// A file without the extensions that this server has not got, and without the indexes that may need them: the rest
    /// must apply all the same. The oldest major has them all.
    #[track_caller]
    pub fn without_missing_extensions(&self, sql: &str) -> String {
        let is_named = |line: &str| line.starts_with("CREATE EXTENSION") || line.starts_with("DROP EXTENSION");
        if !sql.lines().any(is_named) {
            return sql.to_owned();
        }
        let database = self.database("extensions");
        let available = database.rows(OWNER, "SELECT name FROM pg_available_extensions");
        let is_missing = |line: &str| {
            let name = line.trim_end_matches(';').split_whitespace().last().unwrap_or_default();
            is_named(line) && !available.iter().any(|known| known == name.trim_matches('"'))
        };
        if !sql.lines().any(is_missing) {
            return sql.to_owned();
        }
        let oldest = majors()[0];
        assert_ne!(
            self.major(),
            oldest,
            "the oldest server has no extensions: run tests/run"
        );
        let kept = sql
            .lines()
            .filter(|line| !is_missing(line) && !line.contains(" USING \"gin\" "));
        kept.map(|line| format!("{line}\n")).collect()
    }
}
