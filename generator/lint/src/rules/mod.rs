//! All rules, in the order in which the documentation lists them.

mod bounds;
mod deprecated;
mod digest;
mod docs;
mod index;
mod key;
mod list;
mod name;
mod personal;
mod reference;
mod tenant;
mod types;
mod unique;
mod unused;

use crate::Rule;

/// Every rule there is.
pub const RULES: &[Rule] = &[
    docs::MISSING_DOC,
    unused::UNUSED_DECLARATION,
    deprecated::DEPRECATED_IN_USE,
    name::SHORTENED_NAME,
    reference::UNINDEXED_REFERENCE,
    reference::REQUIRED_CYCLE,
    unique::NULLABLE_UNIQUE,
    tenant::UNIQUE_ACROSS_TENANTS,
    tenant::UNBOUND_ROLE,
    tenant::OPTIONAL_TENANT,
    bounds::UNBOUNDED_INDEX,
    index::REDUNDANT_INDEX,
    index::WIDE_INDEX,
    key::SMALL_KEY,
    types::FLOAT_MONEY,
    types::LOCAL_TIME,
    digest::STALE_DIGEST,
    personal::PII_WITHOUT_PURPOSE,
    personal::UNMARKED_PII,
    personal::UNMARKED_SECRET,
    list::UNPAGED_LIST,
];
