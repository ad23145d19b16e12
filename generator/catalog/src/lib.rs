//! The relational truth of one SQL dialect, lowered from the Schema, and its SQL text.
