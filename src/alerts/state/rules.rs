//! Which step is legal in which state.

use super::{Alert, Ending, State, Step, What};
use crate::alerts::refused::AlertRefused;
use crate::ground::Moment;
use crate::release::Release;

impl Alert {
    /// The one door for steps: which is legal in which state, and what it leads to.
    pub(super) fn apply(&mut self, step: &Step) -> Result<(), AlertRefused> {
        let at = step.at;
        let next = match (&step.what, step.who, &self.state) {
            (What::Drafted, Some(_), State::Draft | State::SentBack { .. } | State::Waiting { .. }) => State::Draft,
            (What::Sent(_), Some(_), State::Draft) => {
                State::Waiting { drafted: step.sign_off().ok_or(AlertRefused::NotADraft)? }
            }
            (What::SentBack(why), Some(by), State::Waiting { .. }) => State::SentBack { by, why: *why, at },
            (What::Released(_), Some(_), State::Waiting { drafted }) => {
                let released = step.sign_off().ok_or(AlertRefused::NotWaiting)?;
                State::Released(Release { drafted: drafted.clone(), released })
            }
            (What::Followed { by, kind }, None, State::Released(release)) => {
                ended(release, Ending::Followed { by: *by, kind: *kind }, at)
            }
            (What::Followed { by, kind }, None, State::Ended { release, how: Ending::Expired, .. }) => {
                ended(release, Ending::Followed { by: *by, kind: *kind }, at)
            }
            (What::Expired, None, State::Released(release)) => ended(release, Ending::Expired, at),
            (What::Withdrawn { id, why }, Some(by), State::Released(release)) => {
                ended(release, Ending::Withdrawn { id: *id, by, why: *why }, at)
            }
            (What::Drafted | What::Sent(_), ..) => return Err(AlertRefused::NotADraft),
            (What::SentBack(_) | What::Released(_), ..) => return Err(AlertRefused::NotWaiting),
            (What::Followed { .. } | What::Expired | What::Withdrawn { .. }, ..) => {
                return Err(AlertRefused::NotReleased);
            }
        };
        self.state = next;
        Ok(())
    }
}

fn ended(release: &Release, how: Ending, at: Moment) -> State {
    State::Ended { release: release.clone(), how, at }
}
