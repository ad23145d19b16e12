//! What a database is that was built fresh. In: what a schema asks for. Out: the migration that makes everything out of
//! nothing, and a description of what it makes. A description is kept: the same schema is built for the way up, the way
//! back and the way up again.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use driftless_catalog::Dialect;

use crate::hosts::Host;
use crate::pipeline::{Drafted, Folder, Wanted, drafted, everything};

/// How many descriptions are kept.
const KEPT: usize = 4;

/// A line per object.
type Shape = Rc<Vec<String>>;

/// What a fresh database holds.
pub(crate) fn fresh_shape(host: &mut dyn Host, wanted: &Wanted) -> Result<Shape, String> {
    thread_local! {
        static LAST: RefCell<VecDeque<(Dialect, String, Shape)>> = const { RefCell::new(VecDeque::new()) };
    }
    let dialect = host.dialect();
    let known = LAST.with_borrow(|last| {
        let same = last.iter().find(|(of, text, _)| *of == dialect && *text == wanted.text);
        same.map(|(_, _, shape)| shape.clone())
    });
    if let Some(shape) = known {
        return Ok(shape);
    }
    let twin = host.twin();
    twin.run(&everything(wanted)?)?;
    let shape = Rc::new(twin.shape()?);
    LAST.with_borrow_mut(|last| {
        last.push_back((dialect, wanted.text.clone(), shape.clone()));
        if last.len() > KEPT {
            last.pop_front();
        }
    });
    Ok(shape)
}

/// The folder of the first migration, and the text that goes up.
pub(crate) fn first_migration(wanted: &Wanted) -> Result<(Folder, String), String> {
    match drafted(wanted, &Folder::new(), &[]) {
        Drafted::Files(folder, stems) => {
            let up = stems
                .first()
                .and_then(|stem| folder.get(&format!("{stem}.up.sql")))
                .cloned();
            Ok((folder, up.unwrap_or_default()))
        }
        Drafted::Stopped(losses) => Err(format!("the first migration was stopped: {losses:?}")),
        Drafted::Refused(why) | Drafted::Bug(why) => Err(why),
    }
}
