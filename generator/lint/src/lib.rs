//! Rules over a correct schema: what is questionable, and what to do instead.
