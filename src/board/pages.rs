//! The board: `/board`, with the days, hours and area to be looked at in its address.

mod clock;
mod now;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use url::form_urlencoded;

use super::now::Now;
use super::reading::{Days, Hours, Sum};
use super::store;
use crate::ground::web::{Answer, Frame, Visit, live, page};
use crate::ground::{App, Wrong};
use crate::people::{Me, Role};
use crate::places::{AreaKey, Atlas};

#[derive(Template)]
#[template(path = "board/pages/board.html")]
struct BoardPage {
    frame: Frame,
    now: now::NowShown,
    clock: clock::ClockShown,
}

/// What the address asks for; what it does not say, or says wrongly, is the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub days: Days,
    pub hours: Hours,
    /// One area by the hour, instead of every area.
    pub area: Option<AreaKey>,
    /// Exercises, instead of what was real.
    pub drills: bool,
}

impl Asked {
    fn read(query: &str) -> Asked {
        let mut asked = Asked { days: Days::Week, hours: Hours::All, area: None, drills: false };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "days" => asked.days = Days::from_code(&value).unwrap_or(asked.days),
                "hours" => asked.hours = Hours::from_code(&value).unwrap_or(asked.hours),
                "area" => asked.area = value.parse().ok().map(AreaKey),
                "drills" => asked.drills = value == "1",
                _ => {}
            }
        }
        asked
    }

    /// The address that asks for this, at the clock.
    pub(super) fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("days", self.days.code()).append_pair("hours", self.hours.code());
        if let Some(area) = self.area {
            query.append_pair("area", &area.0.to_string());
        }
        if self.drills {
            query.append_pair("drills", "1");
        }
        format!("/board?{}#clock", query.finish())
    }
}

/// Shows the board.
pub async fn show(State(app): State<App>, me: Me, visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref().unwrap_or(""));
    let read = read(&app, asked).await?;
    let frame = visit.frame("board-title").with_scripts(&["go.js"]);
    let atlas = app.part::<Atlas>();
    let (now, say) = (now::shown(&app, &frame.say, &atlas, &me, &read.now), &frame.say);
    // Who dispatches knows the events behind a few samples anyway.
    let sees_few = me.is(Role::Dispatcher);
    let clock = clock::shown(say, &atlas, asked, &read, sees_few);
    page(&BoardPage { frame, now, clock })
}

/// Says when the board should be looked at again.
pub async fn events(State(app): State<App>) -> Answer {
    Ok(live::changes(&app, &["reports", "triage", "alerts", "shifts", "board"]).into_response())
}

/// What is read for the page in one go.
pub(super) struct Read {
    now: Now,
    sums: Vec<Sum>,
    /// Whether anything was ever counted.
    is_new: bool,
    has_drills: bool,
}

async fn read(app: &App, asked: Asked) -> Result<Read, Wrong> {
    let (now, keys, late) = (app.now(), app.keys.clone(), i64::from(app.config.late_after_minutes));
    let from_day = asked.days.first_day(now.day_in(&app.config.zone()));
    let look = app.db.read("the board", move |tx| {
        Ok(Read {
            now: Now::read(tx, &keys, late, now)?,
            sums: store::sums(tx, from_day, asked.hours.bounds(), asked.drills)?,
            is_new: !store::has_counts(tx, false)?,
            has_drills: store::has_counts(tx, true)?,
        })
    });
    look.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written_and_nonsense_is_the_usual() {
        let asked = Asked { days: Days::Year, hours: Hours::Morning, area: Some(AreaKey(12)), drills: true };
        let query = asked.address().trim_start_matches("/board?").trim_end_matches("#clock").to_owned();
        assert_eq!(Asked::read(&query), asked);
        let usual = Asked::read("");
        assert_eq!(usual, Asked::read("days=2&hours=9-5&area=x&drills=yes&lang=es"));
        assert_eq!((usual.days, usual.hours, usual.area, usual.drills), (Days::Week, Hours::All, None, false));
    }
}
