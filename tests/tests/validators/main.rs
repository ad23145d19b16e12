//! The validators of the TypeScript package: their verdict is that of the generated Rust and of the OpenAPI description.

mod cases;
mod client;
mod compare;
mod digest;
mod edges;
mod faults;
mod instances;
mod judges;
mod outputs;
mod package;
mod package_uses;
mod time_edges;
mod values;
mod verdicts;
