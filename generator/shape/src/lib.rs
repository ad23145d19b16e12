//! The record types that every language declares, projected once from the Schema.
