//! PostgreSQL functions. A body in `sql` is bound to its tables when it is made (`BEGIN ATOMIC`), so that nobody's
//! `search_path` can lead it elsewhere; one in `plpgsql` names no table.

use super::{Statement, qualified};
use crate::Function;

/// Makes a function.
pub fn create_function(function: &Function) -> Statement {
    let head = format!(
        "CREATE FUNCTION {}({}) RETURNS {} LANGUAGE {} {}",
        qualified(&function.name),
        function.arguments,
        function.returns,
        function.language,
        function.options,
    );
    let text = if function.language == "sql" {
        format!("{head}\nBEGIN ATOMIC\n    {};\nEND", function.body)
    } else {
        format!("{head} AS $$\n{}\n$$", function.body)
    };
    Statement::of(&function.origin, &function.name.to_string(), text)
}

/// Removes a function.
pub fn drop_function(function: &Function) -> Statement {
    Statement::plain(format!("DROP FUNCTION {}", function.signature()))
}

/// Withdraws everybody's right to execute a function.
pub fn restrict_function(function: &Function) -> Statement {
    Statement::plain(format!("REVOKE ALL ON FUNCTION {} FROM PUBLIC", function.signature()))
}

impl Function {
    /// Its name with the arguments, as DROP and GRANT want it.
    pub(crate) fn signature(&self) -> String {
        format!("{}({})", qualified(&self.name), self.arguments)
    }
}
