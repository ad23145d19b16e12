//! The validators of the TypeScript package: their verdict is that of the generated Rust and of the OpenAPI description.

mod client;
mod digest;
mod faults;
mod fixtures;
mod judges;
mod outputs;
mod package;
mod package_uses;
mod verdicts;
