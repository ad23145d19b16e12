//! What a schema's author is told: every code has a case with the very text that a terminal shows, every rule of lint a
//! twin that it leaves alone, and no text whatever makes the compiler panic or give up early.

mod case;
mod elsewhere;
mod errors;
mod lints;
mod torture;
