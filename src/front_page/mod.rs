//! The front page: what a neighbour sees first.
//!
//! In: the browser's language, and what the network has released. Out: what is confirmed now, what was checked and is not, the way to report, to come
//! back with a receipt, six lines of rights, and for members to sign in.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::routing::get;

use crate::alerts::{self, Shown};
use crate::ground::App;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Doors, Frame, Visit, page};

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("front_page");

/// How many checked notices the front page shows; the list of alerts has the rest.
const CHECKED_MAX: usize = 5;

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default().anyone("/", get(front))
}

#[derive(Template)]
#[template(path = "front_page/pages/front.html")]
struct FrontPage {
    frame: Frame,
    report: &'static str,
    receipt: &'static str,
    alerts: &'static str,
    current: Vec<Shown>,
    checked: Vec<Shown>,
}

async fn front(State(app): State<App>, visit: Visit) -> Answer {
    let (report, receipt, list, other) = match visit.lang {
        Lang::Es => ("/reportar", "/comprobante", "/alertas", "/?lang=en"),
        Lang::En => ("/report", "/receipt", "/alerts", "/?lang=es"),
    };
    let (keys, now) = (app.keys.clone(), app.now());
    let look = move |tx: &Tx<'_>| Ok((alerts::current(tx, &keys, now)?, alerts::checked(tx, &keys, now)?));
    let (current, checked) = app.db.read("what is out", look).await?;
    let (network, say) = (alerts::network(&app), app.say(visit.lang));
    let show = |some: &[alerts::Alert]| -> Vec<Shown> {
        some.iter().filter_map(|alert| alerts::shown(alert, &network, &say, now)).collect()
    };
    let mut checked = show(&checked);
    checked.truncate(CHECKED_MAX);
    let mut answer = page(&FrontPage {
        frame: visit.frame("front-title").with_other_language(other).made_at(now),
        report,
        receipt,
        alerts: list,
        current: show(&current),
        checked,
    })?;
    // A member's menu is theirs; what a visitor gets, every visitor in that language gets.
    if visit.me.is_none() {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=15"));
        answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use crate::ground::locale::Lang;
    use crate::testkit::TestHouse;

    #[tokio::test]
    async fn the_switch_leads_to_the_page_in_the_other_language_and_stays_in_it() {
        let house = TestHouse::new();
        let visitor = house.visitor(Lang::Es);
        let page = visitor.open("/").await;
        page.says("¿Está viendo a la migra?");
        let english = page.follow("English").await;
        english.says("Español").does_not_say("la migra");
        assert_eq!(english.count("main a[href='/report']"), 1, "the way to report is in English too");
        assert_eq!(english.count("a.brand[href='/?lang=en']"), 1, "and so is the way back here");
        visitor.open("/?lang=xx").await.says("¿Está viendo a la migra?");
    }
}
