//! What became of the words of enums between two conditions. In: the tokens of one comparison, and whose words are
//! called what now. Out: the tokens in the words of today, or tokens that no other condition has where that cannot be said.

use std::collections::BTreeMap;

/// What became of words: by column, each as SQL quotes it.
#[derive(Debug, Default)]
pub struct Words {
    columns: BTreeMap<String, BTreeMap<String, Became>>,
}

/// What became of a word.
#[derive(Debug, PartialEq, Eq)]
enum Became {
    Another(String),
    /// No row has it, so that lists may do without it.
    Nothing,
}

/// Where words changed, but none can say which: equal to nothing that is asked for.
const FORMER: &str = "as it was before";

impl Words {
    /// Makes a column known. One that is never compared with a text had better not be: a text that several of those that
    /// are known may be compared with means what all of them say.
    pub fn know(&mut self, column: String) {
        self.columns.entry(column).or_default();
    }

    /// A word of a column is another one now.
    pub fn rename(&mut self, column: &str, from: String, to: String) {
        let words = self.columns.entry(column.to_owned()).or_default();
        words.insert(from, Became::Another(to));
    }

    /// No row has a word of a column.
    pub fn leave_out(&mut self, column: &str, word: String) {
        let words = self.columns.entry(column.to_owned()).or_default();
        words.insert(word, Became::Nothing);
    }

    /// The tokens of one comparison in the words of today.
    pub(super) fn spoken(&self, tokens: &[String]) -> Vec<String> {
        let columns: Vec<_> = tokens.iter().filter_map(|token| self.columns.get(token)).collect();
        if columns.iter().all(|words| words.is_empty()) {
            return tokens.to_vec();
        }
        let is_former = (0..tokens.len()).any(|at| self.columns.contains_key(&tokens[at]) && !is_direct(tokens, at));
        let mut spoken: Vec<String> = Vec::with_capacity(tokens.len());
        let mut rest = tokens;
        while let [token, behind @ ..] = rest {
            rest = behind;
            let said: Vec<_> = columns.iter().map(|words| words.get(token)).collect();
            let agreed = !is_former && said.iter().all(|word| *word == said[0]);
            match said.iter().flatten().next() {
                Some(Became::Another(word)) if agreed => spoken.push(word.clone()),
                Some(Became::Another(_)) => spoken.push(FORMER.to_owned()),
                // With the comma behind it, or the one before; a list keeps its last word.
                Some(Became::Nothing) if agreed && behind.first().is_some_and(|next| next == ",") => {
                    rest = &behind[1..]
                }
                Some(Became::Nothing) if agreed && spoken.last().is_some_and(|last| last == ",") => {
                    spoken.pop();
                }
                _ => spoken.push(token.clone()),
            }
        }
        let renames = |words: &&BTreeMap<_, _>| words.values().any(|word| matches!(word, Became::Another(_)));
        if is_former && columns.iter().any(renames) {
            spoken.push(FORMER.to_owned());
        }
        spoken
    }
}

/// Whether a column is held against texts, or against null, and nothing is made of its value.
fn is_direct(tokens: &[String], at: usize) -> bool {
    let behind: Vec<&str> = tokens[at + 1..].iter().map(String::as_str).collect();
    match behind.as_slice() {
        ["IS", "NULL", ..] | ["IS", "NOT", "NULL", ..] => true,
        ["=" | "<>", text, ..] => is_text(text),
        ["IN", "(", items @ ..] | ["NOT", "IN", "(", items @ ..] => are_texts(items, ")"),
        ["<@", "ARRAY", "[", items @ ..] => are_texts(items, "]"),
        _ => false,
    }
}

fn is_text(token: &str) -> bool {
    token.starts_with(['\'', 'E']) && token.ends_with('\'')
}

fn are_texts(items: &[&str], close: &str) -> bool {
    let mut items = items.iter().take_while(|token| **token != close);
    items.all(|token| *token == "," || is_text(token))
}
