//! Names and texts that mean something to a tool behind Driftless: to SQL, Rust, TypeScript, Python, Markdown, shells. Each
//! is refused where it stands, or every output of it compiles, says exactly that text, and runs nothing of it.

mod alone;
mod canaries;
mod compiled;
mod found;
mod gate;
mod identifiers;
mod judged;
mod leads;
mod named;
mod reserved;
mod settled;
mod slots;
mod spelled;
mod strings;
mod templates;
mod texts;
mod together;
mod words;
