//! OpenAPI 3.1: a fragment per domain and one bundle.
