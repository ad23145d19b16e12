//! The author's patterns in ECMA-262. In: a pattern of the portable subset. Out: the same for readers with the flag `u`.

/// The author's pattern. With the flag `u` a backslash may stand before syntax only; a point means anything but a line
/// feed, of which ECMA-262 has four.
pub fn portable(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut letters = pattern.chars();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next().unwrap_or('\\');
                if r"^$\.*+?()[]{}|/".contains(escaped) || (in_class && escaped == '-') {
                    text.push('\\');
                }
                text.push(escaped);
                continue;
            }
            '.' if !in_class => {
                text.push_str(r"[^\n]");
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_stay_before_syntax_only() {
        assert_eq!(portable(r"^\@\.[a\-z\_]\-$"), r"^@\.[a\-z_]-$");
        assert_eq!(portable("^[a-z]+$"), "^[a-z]+$");
    }

    #[test]
    fn points_mean_the_same_everywhere() {
        assert_eq!(portable(r"^.+[.]\.$"), r"^[^\n]+[.]\.$");
    }
}
