//! Plans from one Catalog to another, migration files and their history.
