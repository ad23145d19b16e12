//! Targets made of templates alone: Python, documentation, and those a project adds.
