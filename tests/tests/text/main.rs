//! What targets made of templates say: Python judged by Python and Pydantic, documentation by its readers' tools.

mod dump;
mod emitted;
