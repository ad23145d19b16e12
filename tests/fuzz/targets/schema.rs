//! Schemas: a text in, every output or diagnostics out.
#![no_main]

#[path = "compiled.rs"]
mod compiled;

libfuzzer_sys::fuzz_target!(|text: &str| compiled::compiled(text));
