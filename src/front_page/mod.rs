//! The front page: what a neighbour sees first.
//!
//! In: nothing but a language: the browser's, or the one that was chosen. Out: the way to report, to come back with a receipt, and for members to sign in.
//! Confirmed alerts and checked notices come to this page with the room `alerts`.

use askama::Template;
use axum::routing::get;

use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Doors, Frame, Visit, page};

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("front_page");

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
}

async fn front(visit: Visit) -> Answer {
    let (report, receipt, other) = match visit.lang {
        Lang::Es => ("/reportar", "/comprobante", "/?lang=en"),
        Lang::En => ("/report", "/receipt", "/?lang=es"),
    };
    page(&FrontPage { frame: visit.frame("front-title").with_other_language(other), report, receipt })
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
