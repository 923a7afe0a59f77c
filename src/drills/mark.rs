//! The mark that every page carries which shows something of a drill: in words, and with the way out.

use super::{Drill, store};
use crate::ground::db::Tx;
use crate::ground::web::Frame;
use crate::ground::{Id, Wrong};

/// What `drills/pages/mark.html` shows. Page structs hold it as `drill: Option<Mark>`, where `None` is real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub id: String,
    /// False once it is over: then there is nothing to stop.
    pub is_running: bool,
    /// True on the drill's own page, which needs no link to itself.
    pub is_own_page: bool,
}

impl Mark {
    /// The mark of whatever belongs to this drill; `None` for what is real.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn of(tx: &Tx<'_>, drill: Option<Id<Drill>>) -> Result<Option<Mark>, Wrong> {
        let Some(id) = drill else { return Ok(None) };
        // A row whose drill is forgotten is still marked.
        let is_running = store::get(tx, id)?.is_some_and(|drill| drill.is_running());
        Ok(Some(Mark { id: id.to_string(), is_running, is_own_page: false }))
    }

    /// The frame of a page with the word in its title, where the page shows something of a drill.
    #[must_use]
    pub fn titled(mark: Option<&Mark>, mut frame: Frame) -> Frame {
        if mark.is_some() {
            frame.title = format!("{} · {}", frame.say.t("drill-word"), frame.title);
        }
        frame
    }
}
