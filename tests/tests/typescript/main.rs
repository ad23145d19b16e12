//! What the TypeScript package says, judged by TypeScript 5.9 and 7.

mod emitted;
mod schemas;
