//! PostgreSQL's types as far as it matters whether a change of one rewrites the table, and whether it keeps every value.

/// A type as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    base: String,
    arguments: Vec<u32>,
    array: bool,
}

/// What a change of type costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// Only the catalog changes.
    Free,
    /// Only the catalog changes where the session's time zone is UTC.
    FreeInUtc,
    /// Every row is written anew.
    Rewrite,
}

/// Names of one type.
const ALIASES: &[(&str, &str)] = &[
    ("int", "integer"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("int2", "smallint"),
    ("bool", "boolean"),
    ("character varying", "varchar"),
    ("character", "char"),
    ("bpchar", "char"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("float8", "double precision"),
    ("float", "double precision"),
    ("float4", "real"),
    ("bit varying", "varbit"),
    ("timestamp without time zone", "timestamp"),
    ("timestamp with time zone", "timestamptz"),
    ("time without time zone", "time"),
    ("time with time zone", "timetz"),
];

/// The digits of a second that these keep unless told otherwise.
const FULL_PRECISION: u32 = 6;

impl Type {
    /// Reads a type; what it does not know it takes for a name.
    pub(crate) fn read(text: &str) -> Self {
        let lower = text.to_lowercase().replace('"', "");
        let (plain, array) = match lower.split_once('[') {
            Some((element, _)) => (element.to_owned(), true),
            None => (lower, false),
        };
        let (plain, arguments) = match (plain.find('('), plain.rfind(')')) {
            (Some(open), Some(close)) if open < close => {
                let arguments = plain[open + 1..close].split(',');
                let arguments = arguments.filter_map(|argument| argument.trim().parse().ok()).collect();
                (format!("{} {}", &plain[..open], &plain[close + 1..]), arguments)
            }
            _ => (plain, Vec::new()),
        };
        let words: Vec<&str> = plain.split_whitespace().collect();
        let base = words.join(" ");
        let base = base.strip_prefix("pg_catalog.").unwrap_or(&base);
        let known = ALIASES.iter().find(|(alias, _)| *alias == base);
        Self {
            base: known.map_or(base, |(_, name)| name).to_owned(),
            arguments,
            array,
        }
    }

    /// What it costs to turn every value into another type by the cast that stands for the two.
    pub(crate) fn change_to(&self, to: &Self) -> Cost {
        if self == to {
            return Cost::Free;
        }
        if self.array || to.array {
            return Cost::Rewrite;
        }
        let free = match (self.base.as_str(), to.base.as_str()) {
            ("timestamp", "timestamptz") | ("timestamptz", "timestamp") if self.precision() <= to.precision() => {
                return Cost::FreeInUtc;
            }
            (from, into) if from == into => self.widens_to(to),
            ("varchar" | "xml" | "name", "text") | ("xml", "varchar") | ("text", "varchar") => to.arguments.is_empty(),
            ("cidr", "inet") => true,
            _ => false,
        };
        if free { Cost::Free } else { Cost::Rewrite }
    }

    /// Whether it holds every value of the same type with other arguments as it is.
    fn widens_to(&self, to: &Self) -> bool {
        match (self.base.as_str(), self.arguments.as_slice(), to.arguments.as_slice()) {
            ("timestamp" | "timestamptz" | "time" | "timetz" | "interval", _, _) => self.precision() <= to.precision(),
            ("numeric" | "varchar" | "varbit", _, []) => true,
            ("varchar" | "varbit", [from], [to]) => from <= to,
            ("numeric", [digits, scale @ ..], [more, same @ ..]) => {
                digits <= more && scale.first().unwrap_or(&0) == same.first().unwrap_or(&0)
            }
            _ => false,
        }
    }

    fn precision(&self) -> u32 {
        self.arguments.first().copied().unwrap_or(FULL_PRECISION)
    }

    /// What some values silently lose on the way to another type; `None` where each is kept or refused.
    pub(crate) fn loss_to(&self, to: &Self, explicit: bool) -> Option<&'static str> {
        let scale = |ty: &Self| ty.arguments.get(1).copied().unwrap_or(0);
        let whole = |base: &str| matches!(base, "integer" | "bigint" | "smallint");
        let inexact = |base: &str| matches!(base, "real" | "double precision");
        let times = |base: &str| matches!(base, "timestamp" | "timestamptz" | "time" | "timetz" | "interval");
        match (self.base.as_str(), to.base.as_str()) {
            ("numeric", "numeric") if !to.arguments.is_empty() => (self.arguments.is_empty()
                || scale(to) < scale(self))
            .then_some("digits behind the point are rounded away"),
            (from, into) if whole(into) && (from == "numeric" || inexact(from)) => {
                Some("what stands behind the point is rounded away")
            }
            ("numeric" | "bigint" | "double precision", "real") | ("numeric" | "bigint", "double precision") => {
                Some("digits are rounded away")
            }
            ("timestamp" | "timestamptz", "date" | "time" | "timetz") => Some("a part of the time is cut off"),
            (from, into) if from == into && times(from) && to.precision() < self.precision() => {
                Some("fractions of a second are rounded away")
            }
            ("json", "jsonb") => Some("repeated keys are dropped and the order of keys is lost"),
            ("char", "text" | "varchar") => Some("blanks at the end are cut off"),
            ("text" | "varchar" | "char", "varchar" | "char") if explicit && !to.arguments.is_empty() => {
                let fits = self
                    .arguments
                    .first()
                    .is_some_and(|from| Some(from) <= to.arguments.first());
                (!fits).then_some("longer texts are cut off")
            }
            _ => None,
        }
    }
}
