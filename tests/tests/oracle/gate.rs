//! The loss gate as a chain goes through it: it must stop at every loss, name it, and stop at nothing else.

use crate::chain::Chain;
use crate::change::Stops;
use crate::pipeline::{Drafted, Folder, Loss, drafted};
use crate::step::{Failure, Step};

impl Chain<'_> {
    /// Through the loss gate: stopped where it must be and nowhere else. `None` where the step ends here.
    pub(crate) fn gate(&mut self, step: &Step, gives_in: bool) -> Result<Option<(Folder, Vec<String>)>, Failure> {
        let losses = match drafted(&step.wanted, &self.folder, &[]) {
            Drafted::Files(..) if step.stops() == Stops::Must => {
                return Err(step.failure("not stopped", "the loss gate let a loss through"));
            }
            Drafted::Files(folder, stems) => return Ok(Some((folder, stems))),
            Drafted::Stopped(losses) => losses,
            Drafted::Refused(_) if step.effects.iter().any(|effect| effect.refusable) => return Ok(None),
            Drafted::Refused(why) => return Err(step.failure("refused", why)),
            Drafted::Bug(why) => return Err(step.failure("bug", why)),
        };
        self.tally.stopped += 1;
        stopped_rightly(step, &losses)?;
        if gives_in {
            return Ok(None);
        }
        match drafted(&step.wanted, &self.folder, &losses) {
            Drafted::Files(folder, stems) => Ok(Some((folder, stems))),
            Drafted::Stopped(still)
                if still.iter().all(|loss| loss.final_word) && step.effects.iter().any(|effect| effect.refusable) =>
            {
                Ok(None)
            }
            Drafted::Stopped(still) => Err(step.failure("stopped again", format!("{still:?} in spite of {losses:?}"))),
            Drafted::Refused(_) if step.effects.iter().any(|effect| effect.refusable) => Ok(None),
            Drafted::Refused(why) => Err(step.failure("refused", why)),
            Drafted::Bug(why) => Err(step.failure("bug", why)),
        }
    }

    /// Planning again plans nothing.
    pub(crate) fn planned_nothing(&self, step: &Step, folder: &Folder) -> Result<(), Failure> {
        match drafted(&step.wanted, folder, &[]) {
            Drafted::Files(_, stems) if stems.is_empty() => Ok(()),
            Drafted::Files(next, stems) => {
                let text = next.get(&format!("{}.up.sql", stems[0])).cloned().unwrap_or_default();
                Err(step.failure("planned again", text))
            }
            Drafted::Stopped(losses) => Err(step.failure("planned again", format!("{losses:?}"))),
            Drafted::Refused(why) | Drafted::Bug(why) => Err(step.failure("planned again", why)),
        }
    }
}

/// The gate names what is lost and nothing else.
fn stopped_rightly(step: &Step, losses: &[Loss]) -> Result<(), Failure> {
    let risky = step.effects.iter().filter(|effect| effect.stops != Stops::Never);
    let about: Vec<_> = risky.flat_map(|effect| step.names(effect)).collect();
    for loss in losses {
        if !about.iter().any(|name| is_of(loss, name)) {
            return Err(step.failure("false alarm", format!("{} is in no danger: {about:?}", loss.allowance)));
        }
    }
    let must = step.effects.iter().filter(|effect| effect.stops == Stops::Must);
    for effect in must {
        let names = step.names(effect);
        if !losses.iter().any(|loss| names.iter().any(|name| is_of(loss, name))) {
            return Err(step.failure("not stopped", format!("{} is not among {losses:?}", effect.what)));
        }
    }
    Ok(())
}

/// Whether a loss is of an entity, or of one of its links.
fn is_of(loss: &Loss, name: &str) -> bool {
    loss.object
        .split('.')
        .next()
        .is_some_and(|owner| owner.starts_with(name))
}
