//! What the TypeScript package says, judged by TypeScript 5.9 and 7.

mod client;
mod declarations;
mod emitted;
mod features;
mod names;
mod schemas;
mod settings;
mod support;
