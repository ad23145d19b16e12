//! The text of a schema: TOML in, a Document of spanned values out.
