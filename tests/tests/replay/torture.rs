//! Mutated text.
