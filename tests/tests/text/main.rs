//! What targets made of templates say: Python judged by Python and Pydantic, documentation by its own links and tables,
//! and the rules that keep a project's templates safe.

mod docs;
mod emitted;
mod own;
mod python;
