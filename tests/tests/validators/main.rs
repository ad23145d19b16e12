//! The validators of the TypeScript package: their verdict is that of the generated Rust and of the OpenAPI description.

mod client;
mod compare;
mod cases;
mod digest;
mod faults;
mod instances;
mod judges;
mod outputs;
mod package;
mod pattern;
mod values;
mod verdicts;
