//! The snapshot: what the sealed migrations make, so that they need not be read again, and what SQL does not say about
//! it. In: a Catalog and the model behind it. Out: the text of `snapshot.json`, whose checksum the history holds.

use std::collections::BTreeSet;
use std::io::{self, Write};

use driftless_catalog::{Catalog, Kind, Meaning, Member};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::ser::Formatter;

/// Name of the snapshot's file in a migrations folder.
pub const SNAPSHOT_FILE: &str = "snapshot.json";

/// The form of the file that this version reads and writes.
const FORM: u64 = 1;

/// A database as its sealed migrations make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// What lies in the database.
    pub(crate) catalog: Catalog,
    /// The same schema lowered to the dialect that says most of it, by which losses are judged; `None` where that is
    /// this one.
    pub(crate) model: Option<Catalog>,
}

impl Snapshot {
    /// The text of its file, read back: what follows a release relies on it.
    pub(crate) fn to_text(&self) -> Result<String, String> {
        let text = self.text()?;
        match Self::read(&text) {
            Some(read) if read.text()? == text => Ok(text),
            _ => Err("the snapshot does not read as it was written".to_owned()),
        }
    }

    /// Whether this one knows what values may mean by the time of another: what SQL does not say is the same in both, in
    /// whatever order it is declared.
    pub(crate) fn knows(&self, other: &Self) -> bool {
        unsaid(&self.catalog) == unsaid(&other.catalog)
    }

    /// One line for each object, so that people can follow what a release changed.
    fn text(&self) -> Result<String, String> {
        let written = Written {
            form: FORM,
            catalog: &self.catalog,
            model: self.model.as_ref(),
        };
        let mut text = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut text, Lines::default());
        written.serialize(&mut serializer).map_err(|error| error.to_string())?;
        text.push(b'\n');
        String::from_utf8(text).map_err(|error| error.to_string())
    }

    /// Reads the text of a file; `None` where another version wrote it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let read: Read = serde_json::from_str(text).ok()?;
        (read.form == FORM).then_some(Self {
            catalog: read.catalog,
            model: read.model,
        })
    }
}

/// What SQL does not say about a database: of each column, of each record, of numbers in JSON.
fn unsaid(catalog: &Catalog) -> BTreeSet<String> {
    let columns = catalog.tables.iter().flat_map(|table| {
        let columns = table.columns.iter();
        columns.map(|column| {
            let meaning = column.meaning.0.as_ref().map(sorted);
            json!({ "table": table.name, "column": column.name, "meaning": meaning }).to_string()
        })
    });
    let records = catalog.documents.0.iter().map(|document| {
        let members = document.members.iter().map(|member| {
            let meaning = sorted(&member.meaning);
            json!(Member {
                meaning,
                ..member.clone()
            })
            .to_string()
        });
        json!({ "record": document.name, "members": members.collect::<BTreeSet<_>>() }).to_string()
    });
    let wire = json!({ "wire": catalog.wire }).to_string();
    columns.chain(records).chain([wire]).collect()
}

/// The same, whatever the order of words.
fn sorted(meaning: &Meaning) -> Meaning {
    let mut meaning = meaning.clone();
    if let Kind::Enum(words) = &mut meaning.kind {
        words.sort_by(|a, b| a.word.cmp(&b.word));
    }
    meaning
}

#[derive(Serialize)]
struct Written<'s> {
    form: u64,
    catalog: &'s Catalog,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'s Catalog>,
}

#[derive(Deserialize)]
struct Read {
    form: u64,
    catalog: Catalog,
    model: Option<Catalog>,
}

/// How deep the members and elements are that begin a line: those of a Catalog's lists.
const LINES: usize = 3;

/// JSON of which the upper levels take a line for each part.
#[derive(Default)]
struct Lines {
    depth: usize,
    /// Whether nothing stands in what was opened last.
    empty: bool,
}

impl Lines {
    fn open(&mut self) {
        self.depth += 1;
        self.empty = true;
    }

    /// Begins a part.
    fn part(&mut self, out: &mut (impl Write + ?Sized), first: bool) -> io::Result<()> {
        self.empty = false;
        let between: &[u8] = match (first, self.depth <= LINES) {
            (true, true) => b"\n",
            (true, false) => b"",
            (false, true) => b",\n",
            (false, false) => b",",
        };
        out.write_all(between)
    }

    fn close(&mut self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        let broken = self.depth <= LINES && !self.empty;
        (self.depth, self.empty) = (self.depth - 1, false);
        if broken { out.write_all(b"\n") } else { Ok(()) }
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open();
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out)?;
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.part(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open();
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out)?;
        out.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.part(out, first)
    }
}
