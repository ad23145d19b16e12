//! The targets that come with Driftless: a name and its templates. Another one is another line here and a folder.

/// A template's name in its folder, and its text.
type Template = (&'static str, &'static str);

/// Targets of ours.
pub const BUILTIN: &[(&str, &[Template])] = &[("docs", DOCS), ("python", PYTHON)];

const DOCS: &[Template] = &[
    (
        "[domain].md.j2",
        include_str!("../../../../templates/docs/[domain].md.j2"),
    ),
    ("index.md.j2", include_str!("../../../../templates/docs/index.md.j2")),
    ("macros.jinja", include_str!("../../../../templates/docs/macros.jinja")),
];

const PYTHON: &[Template] = &[
    (
        "[package]/[domain].py.j2",
        include_str!("../../../../templates/python/[package]/[domain].py.j2"),
    ),
    (
        "[package]/__init__.py.j2",
        include_str!("../../../../templates/python/[package]/__init__.py.j2"),
    ),
    (
        "[package]/_base.py.j2",
        include_str!("../../../../templates/python/[package]/_base.py.j2"),
    ),
    (
        "[package]/_types.py.j2",
        include_str!("../../../../templates/python/[package]/_types.py.j2"),
    ),
    (
        "[package]/py.typed.j2",
        include_str!("../../../../templates/python/[package]/py.typed.j2"),
    ),
    (
        "macros.jinja",
        include_str!("../../../../templates/python/macros.jinja"),
    ),
    (
        "pyproject.toml.j2",
        include_str!("../../../../templates/python/pyproject.toml.j2"),
    ),
];
