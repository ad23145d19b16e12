//! "Did you mean": the known word nearest to an unknown one. In: what was typed and what would have been right. Out:
//! one of the candidates, the same one whatever their order, or nothing where a guess would only annoy.

/// Nobody mistypes a word this long; comparing it would only cost time.
const LONGEST: usize = 100;

/// The candidate that `word` most likely stands for.
///
/// Letter case, `-` and `_` do not count; beyond that a third of the letters may be wrong. `word` itself is no answer.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(word);
    if wanted.len() > LONGEST {
        return None;
    }
    let rank = |candidate: &'a str| {
        let distance = distance(&wanted, &folded(candidate))?;
        Some((distance, strsim::osa_distance(word, candidate), candidate))
    };
    candidates
        .into_iter()
        .filter(|&candidate| candidate != word)
        .filter_map(rank)
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// How far apart two folded words are, where that is near enough to be a slip of the hand.
fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    let (left, right) = (wanted.chars().count(), candidate.chars().count());
    let bound = (left.max(3) / 3).min(left.min(right).saturating_sub(1));
    if left.abs_diff(right) > bound {
        return None;
    }
    Some(strsim::osa_distance(wanted, candidate)).filter(|&distance| distance <= bound)
}

fn folded(word: &str) -> String {
    word.chars()
        .filter(|letter| !matches!(letter, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::closest;

    const WORDS: [&str; 6] = ["author", "book", "created_at", "library", "loan", "id"];

    #[test]
    fn a_slip_is_recognised() {
        assert_eq!(closest("autor", WORDS), Some("author"));
        assert_eq!(closest("laon", WORDS), Some("loan"));
        assert_eq!(closest("librray", WORDS), Some("library"));
    }

    #[test]
    fn case_and_separators_do_not_count() {
        assert_eq!(closest("Created-At", WORDS), Some("created_at"));
        assert_eq!(closest("createdAt", WORDS), Some("created_at"));
        assert_eq!(closest("ID", WORDS), Some("id"));
    }

    #[test]
    fn far_words_are_no_answer() {
        assert_eq!(closest("member", WORDS), None);
        assert_eq!(closest("x", ["y", "z"]), None);
        assert_eq!(closest("", WORDS), None);
        assert_eq!(closest("-_-", ["_", "-", "a"]), closest("-_-", ["a", "-", "_"]));
        assert_eq!(closest(&"a".repeat(100_000), ["a", "b"]), None);
    }

    #[test]
    fn the_word_itself_is_no_answer() {
        assert_eq!(closest("book", ["book"]), None);
        assert_eq!(closest("book", ["book", "books"]), Some("books"));
    }

    #[test]
    fn ties_do_not_depend_on_the_order() {
        assert_eq!(closest("boat", ["boar", "boot", "coat"]), Some("boar"));
        assert_eq!(closest("boat", ["coat", "boot", "boar"]), Some("boar"));
        assert_eq!(closest("dueAt", ["due-at", "dueat"]), Some("dueat"));
    }
}
