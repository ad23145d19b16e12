//! What the validators of every package are made of: files that no schema changes. In: nothing. Out: their texts, as written
//! and as the TypeScript compiler built them (a test keeps the two together).

/// A file of `support/`: its name, its source, its declarations, its JavaScript.
pub(crate) type File = (&'static str, &'static str, &'static str, &'static str);

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            include_str!(concat!("../../../../templates/typescript/support/", $name, ".ts")),
            include_str!(concat!("../../../../templates/typescript/support/", $name, ".d.ts")),
            include_str!(concat!("../../../../templates/typescript/support/", $name, ".js")),
        )),*]
    };
}

/// All of them.
pub(crate) const FILES: [File; 10] = files![
    "bytes", "codecs", "digest", "index", "logic", "numbers", "objects", "scalars", "schema", "times",
];
