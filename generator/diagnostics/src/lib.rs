//! Sources, spans and diagnostics: how Driftless points at text and says what is wrong.
