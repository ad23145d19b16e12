//! What the OpenAPI description says, judged by two validators, a generator of clients, and instances written by hand.

mod clients;
mod composites;
mod description;
mod documents;
mod instances;
mod judge;
mod operations;
mod provenance;
mod rules;
mod schemas;
mod version30;
